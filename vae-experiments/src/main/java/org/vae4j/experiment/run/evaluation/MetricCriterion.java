package org.vae4j.experiment.run.evaluation;

import org.vae4j.objective.ElboTerms;
import org.vae4j.train.checkpoint.BestEpoch;

/**
 * A criterion that the evaluation of the ELBO yields at no further cost, as a mean over the examples.
 *
 * @param name {@code elbo}; {@code loss}, the same sum where the likelihood is no density; {@code reconstruction};
 *     {@code kl}; {@code objective}, with β and the terms as they are weighted at the epoch; or the name of a term
 */
public record MetricCriterion(String name) implements Criterion {

    static final String RECONSTRUCTION = "reconstruction";

    /** Replaces the bound for a loss that is not the logarithm of a density. */
    static final String LOSS = "loss";

    @Override
    public double value(Candidate candidate) {
        ElboTerms terms = candidate.terms();
        return switch (name) {
            case BestEpoch.ELBO, LOSS -> terms.negElboNats();
            case RECONSTRUCTION -> terms.reconstructionNats();
            case "kl" -> terms.klNats();
            case "objective" -> terms.objectiveNats();
            default -> term(terms);
        };
    }

    private double term(ElboTerms terms) {
        Double value = terms.others().get(name);
        if (value == null) {
            throw new IllegalStateException("found no value of '" + name
                    + "', by which epochs are compared, expected one of the objective's terms");
        }
        return value;
    }
}
