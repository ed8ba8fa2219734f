package org.vae4j.objective.generative;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.vae4j.latent.Columns;
import org.vae4j.math.StableMath;
import org.vae4j.math.Streams;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.adversarial.Auxiliary;
import org.vae4j.objective.adversarial.Equilibrium;
import org.vae4j.objective.term.Range;

/**
 * The VAE-GAN term (Larsen et al. 2016, algorithm 1). A discriminator D tells examples x from reconstructions E[x|z]
 * and samples, and the distance between a reconstruction and its example is measured in one of its hidden layers, f,
 * instead of in pixels. With F = ½ ‖f(x) - f(E[x|z])‖² and the adversarial loss A of a decoded image (see
 * {@link Generator}),
 *
 * <ul>
 *   <li>the encoder minimises pixels · -log p(x|z) + β KL + features · F;
 *   <li>the decoder minimises pixels · -log p(x|z) + gamma · features · F + adversarial · (A of the reconstruction + A
 *       of a sample).
 * </ul>
 *
 * <p>The discriminator's columns are [f | ℓ] with D = σ(ℓ). The gradient of F with respect to the columns f(E[x|z]) is
 * f(E[x|z]) - f(x); that of A with respect to ℓ is {@link Generator#slope}. The encoder gets no gradient of A.
 *
 * <p>With the weights {@code features} and {@code adversarial} at 0 and {@code pixels} at 1 the model is trained as if
 * the term were not there.
 *
 * @param gamma γ, finite, ≥ 0
 * @param adversarial weight of A, finite, ≥ 0
 * @param features weight of F, finite, ≥ 0
 * @param pixels weight of the reconstruction term, finite, ≥ 0
 * @param discriminator sizes of its hidden layers, at least one; the model may have blocks in place of these
 * @param layer the number of the hidden layer f, counted from 1; 0 is the last one
 * @param generator A
 * @param equilibrium the discriminator's cross-entropy in the equilibrium of {@link Equilibrium}, nats, > 0
 * @param margin the distance from the equilibrium at which decoder or discriminator pauses, nats; 0 for no pauses
 * @param seed tells the noise of two terms apart; a training mixes its own in
 */
public record GanTerm(
        @JsonProperty("gamma") double gamma,
        @JsonProperty("adversarial") double adversarial,
        @JsonProperty("features") double features,
        @JsonProperty("pixels") double pixels,
        @JsonProperty("discriminator") List<Integer> discriminator,
        @JsonProperty("layer") int layer,
        @JsonProperty("generator") Generator generator,
        @JsonProperty("equilibrium") double equilibrium,
        @JsonProperty("margin") double margin,
        @JsonProperty("seed") long seed)
        implements GenerativeTerm {

    private static final String NAME = "gan";

    /** The adversarial loss A(ℓ) of the decoder, a function of the discriminator's logit ℓ of a decoded image. */
    public enum Generator {
        /** A = log(1 - D) = -log(1 + e^ℓ), the negative of the discriminator's loss, as published. */
        MINIMAX("log(1 − D(x))") {
            @Override
            double value(double logit) {
                return -StableMath.softplus(logit);
            }

            @Override
            double slope(double logit) {
                return -StableMath.sigmoid(logit);
            }
        },
        /** A = -log D = log(1 + e^-ℓ), whose gradient does not vanish where the discriminator is right. */
        NON_SATURATING("−log D(x)") {
            @Override
            double value(double logit) {
                return StableMath.softplus(-logit);
            }

            @Override
            double slope(double logit) {
                return -StableMath.sigmoid(-logit);
            }
        };

        private final String formula;

        Generator(String formula) {
            this.formula = formula;
        }

        /** A(ℓ), nats. */
        abstract double value(double logit);

        /** dA/dℓ. */
        abstract double slope(double logit);
    }

    /** The encoder's part of the term: features · F. */
    private record OfEncoder(GanTerm gan) implements Term {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public boolean perExample() {
            return true;
        }

        @Override
        public double add(LatentBatch batch, Moment moment) {
            double adversarial = 0;
            return gan.add(batch, gan.features, adversarial);
        }
    }

    /** The prototype: weights of 1 without pixels, one hidden layer of 256, no pauses. */
    public GanTerm() {
        this(1, 1, 1, 0, List.of(256), 0, Generator.MINIMAX, Math.log(2), 0, 0);
    }

    /** Checks the ranges. */
    public GanTerm {
        Range.atLeastZero("gamma", gamma);
        Range.atLeastZero("adversarial", adversarial);
        Range.atLeastZero("features", features);
        Range.atLeastZero("pixels", pixels);
        Objects.requireNonNull(generator, "generator");
        Range.aboveZero("equilibrium", equilibrium);
        Range.atLeastZero("margin", margin);
        if (discriminator.isEmpty()) {
            throw new IllegalArgumentException(
                    "discriminator: found no hidden layer, expected at least one, such as [256]: features are its values");
        }
        discriminator = network(discriminator, layer).hidden();
    }

    private static Auxiliary network(List<Integer> hidden, int layer) {
        return new Auxiliary(NAME, hidden, 1, Auxiliary.Reads.DATA, layer == 0 ? Auxiliary.LAST : layer);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Auxiliary auxiliary() {
        return network(discriminator, layer);
    }

    @Override
    public Equilibrium gate() {
        return new Equilibrium(equilibrium, margin);
    }

    @Override
    public NetworkLosses losses(String reconstruction, String rest) {
        String pixelwise = weighed(pixels, reconstruction);
        String ofDecoder = sum(pixelwise, rest, weighed(gamma * features, "F"));
        String made = weighed(adversarial, "A(E[x|z])");
        return new NetworkLosses(
                sum(pixelwise, rest, weighed(features, "F")),
                sum(ofDecoder, made, weighed(adversarial, "A(sample)")),
                "−log D(x) − log(1 − D(E[x|z])) − log(1 − D(sample))",
                "F = ½‖f(x) − f(E[x|z])‖² of features f of the discriminator, A(x) = " + generator.formula
                        + ", D(x) its probability that x is an example",
                sum(ofDecoder, made));
    }

    private static String weighed(double weight, String text) {
        String number = weight == Math.rint(weight) ? String.valueOf((long) weight) : String.valueOf(weight);
        return weight == 0 ? "" : weight == 1 ? text : number + " " + text;
    }

    private static String sum(String... parts) {
        return Arrays.stream(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" + "));
    }

    @Override
    public boolean perExample() {
        return true;
    }

    @Override
    public Set<Need> needs() {
        return Set.of(Need.ELBO, Need.PRIOR_DRAWS);
    }

    @Override
    public Term in(Training training) {
        long mixed = Streams.at(Streams.derive(training.seed(), NAME), seed);
        return new GanTerm(
                gamma, adversarial, features, pixels, discriminator, layer, generator, equilibrium, margin, mixed);
    }

    @Override
    public Term ofEncoder() {
        return new OfEncoder(this);
    }

    /** Adds the decoder's loss on examples and reconstructions: gamma · features · F + adversarial · A. */
    @Override
    public double add(LatentBatch batch, Moment moment) {
        return add(batch, gamma * features, adversarial);
    }

    private double add(LatentBatch batch, double featureWeight, double adversarialWeight) {
        Columns made = batch.auxiliary(NAME);
        Columns real = batch.ofData(NAME);
        double sum = 0;
        for (int r = 0; r < batch.rows(); r++) {
            double distance = featureWeight == 0 ? 0 : addDistance(made, real, r, featureWeight / batch.draws());
            int logit = made.at(r, made.count() - 1);
            double value = featureWeight * distance + adversarialWeight * generator.value(made.values()[logit]);
            made.gradient()[logit] += adversarialWeight * generator.slope(made.values()[logit]) / batch.draws();
            batch.objective()[r] += value;
            sum += value;
        }
        if (pixels != 1) {
            weighPixels(batch);
        }
        return sum / batch.rows();
    }

    /** Returns F of a row and adds its gradient times a weight. */
    private static double addDistance(Columns made, Columns real, int row, double weight) {
        double sum = 0;
        for (int j = 0; j < made.count() - 1; j++) {
            double difference = made.values()[made.at(row, j)] - real.values()[real.at(row % real.rows(), j)];
            made.gradient()[made.at(row, j)] += weight * difference;
            sum += difference * difference;
        }
        return sum / 2;
    }

    /** Replaces the weight 1 of the reconstruction term by {@code pixels}. */
    private void weighPixels(LatentBatch batch) {
        for (int r = 0; r < batch.rows(); r++) {
            batch.objective()[r] += (pixels - 1) * batch.negLogLikelihood()[r];
            batch.rowWeights()[r] *= pixels;
        }
    }

    @Override
    public boolean readsSamples() {
        return adversarial > 0;
    }

    @Override
    public double ofSamples(double[] logits, double[] gradient) {
        double sum = 0;
        for (int r = 0; r < logits.length; r++) {
            gradient[r] = adversarial * generator.slope(logits[r]);
            sum += adversarial * generator.value(logits[r]);
        }
        return sum;
    }
}
