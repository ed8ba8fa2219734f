package org.vae4j.objective;

/**
 * The two parts of a negative ELBO, as means over examples, in nats per example.
 *
 * @param examples how many examples the means are over
 * @param reconstructionNats -E[log p(x|z)] under q(z|x), by the samples that were drawn
 * @param klNats KL(q(z|x) ‖ p(z)), unweighted
 * @param objectiveNats what was minimised: with β = 1 the same as {@link #negElboNats()}
 */
public record ElboTerms(long examples, double reconstructionNats, double klNats, double objectiveNats) {

    /** Nothing yet. */
    public static final ElboTerms NONE = new ElboTerms(0, 0, 0, 0);

    /** {@return reconstruction plus unweighted KL: an upper bound of -log p(x) in expectation} */
    public double negElboNats() {
        return reconstructionNats + klNats;
    }

    /**
     * The terms over these and other examples together.
     *
     * @param other terms over other examples
     * @return means weighted by the numbers of examples
     */
    public ElboTerms plus(ElboTerms other) {
        long n = examples + other.examples;
        if (n == 0) {
            return NONE;
        }
        double share = (double) other.examples / n;
        return new ElboTerms(
                n,
                reconstructionNats + share * (other.reconstructionNats - reconstructionNats),
                klNats + share * (other.klNats - klNats),
                objectiveNats + share * (other.objectiveNats - objectiveNats));
    }
}
