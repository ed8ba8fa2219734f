package org.vae4j.objective.generative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;
import org.vae4j.objective.generative.GanTerm.Generator;

/** The term of a VAE-GAN on batches made by hand; {@code GenerativeTrainingTest} trains whole models with it. */
class GanTermTest {

    private static final Term.Moment MOMENT = new Term.Moment(7, 2);
    private static final LatentPart PART = LatentPart.of(2, new DiagonalGaussianPosterior(), new StandardNormalPrior());
    private static final int EXAMPLES = 4;
    private static final int DRAWS = 3;
    private static final int ROWS = EXAMPLES * DRAWS;
    private static final int FEATURES = 2;
    private static final double GAMMA = 0.3;
    private static final double ADVERSARIAL = 0.7;
    private static final double FEATURE_WEIGHT = 2;
    private static final double PIXELS = 0.4;

    private static GanTerm term(Generator generator) {
        return new GanTerm(GAMMA, ADVERSARIAL, FEATURE_WEIGHT, PIXELS, List.of(8, FEATURES), 0, generator, 0.7, 0.2, 3);
    }

    /** Outputs [features | logit] of the discriminator for decoded images and for the examples. */
    private static LatentBatch batch() {
        LatentBatch batch = new LatentBatch(List.of(PART), Map.of("gan", FEATURES + 1), ROWS, DRAWS);
        Random random = new Random(5);
        Arrays.setAll(batch.auxiliary("gan").values(), i -> random.nextGaussian());
        Arrays.setAll(batch.negLogLikelihood(), i -> 1 + random.nextDouble());
        Columns real = new Columns(EXAMPLES, FEATURES + 1);
        Arrays.setAll(real.values(), i -> random.nextGaussian());
        batch.setOfData("gan", real);
        return batch;
    }

    /** F of a row: half the squared distance of its features from those of its example. */
    private static double distance(LatentBatch batch, int row) {
        double sum = 0;
        for (int j = 0; j < FEATURES; j++) {
            double made = batch.auxiliary("gan").values()[j * ROWS + row];
            double real = batch.ofData("gan").values()[j * EXAMPLES + row % EXAMPLES];
            sum += (made - real) * (made - real);
        }
        return sum / 2;
    }

    /** A of a row, with D = 1 / (1 + e^-ℓ). */
    private static double adversarial(LatentBatch batch, int row, Generator generator) {
        double d = 1 / (1 + Math.exp(-batch.auxiliary("gan").values()[FEATURES * ROWS + row]));
        return generator == Generator.MINIMAX ? Math.log(1 - d) : -Math.log(d);
    }

    @ParameterizedTest
    @EnumSource
    void decoderMinimisesTheFormula(Generator generator) {
        LatentBatch batch = batch();
        double reported = term(generator).add(batch, MOMENT);
        double sum = 0;
        for (int r = 0; r < ROWS; r++) {
            double value = GAMMA * FEATURE_WEIGHT * distance(batch, r) + ADVERSARIAL * adversarial(batch, r, generator);
            double pixels = (PIXELS - 1) * batch.negLogLikelihood()[r];
            assertThat(batch.objective()[r]).as("row %d", r).isCloseTo(value + pixels, within(1e-14));
            sum += value;
        }
        assertThat(reported).isCloseTo(sum / ROWS, within(1e-14));
    }

    @Test
    void encoderMinimisesTheDistanceOfTheFeaturesAlone() {
        LatentBatch batch = batch();
        double reported = term(Generator.MINIMAX).ofEncoder().add(batch, MOMENT);
        double sum = 0;
        for (int r = 0; r < ROWS; r++) {
            sum += FEATURE_WEIGHT * distance(batch, r);
            assertThat(batch.auxiliary("gan").gradient()[FEATURES * ROWS + r]).isZero();
        }
        assertThat(reported).isCloseTo(sum / ROWS, within(1e-14));
    }

    /** The gradient is that of the sum over the examples of the mean over their draws; h = 1e-5 as elsewhere. */
    @ParameterizedTest
    @EnumSource
    void gradientsMatchFiniteDifferences(Generator generator) {
        LatentBatch batch = batch();
        term(generator).add(batch, MOMENT);
        double[] found = batch.auxiliary("gan").gradient().clone();
        double[] outputs = batch.auxiliary("gan").values();
        for (int i = 0; i < outputs.length; i++) {
            double here = outputs[i];
            outputs[i] = here + 1e-5;
            double above = term(generator).add(batch, MOMENT);
            outputs[i] = here - 1e-5;
            double below = term(generator).add(batch, MOMENT);
            outputs[i] = here;
            assertThat(found[i])
                    .as("output %d", i)
                    .isCloseTo((above - below) / 2e-5 * ROWS / DRAWS, within(1e-8))
                    .isNotZero();
        }
    }

    @Test
    void pixelsAreTheWeightOfTheReconstruction() {
        LatentBatch batch = batch();
        Arrays.fill(batch.rowWeights(), 0.5);
        term(Generator.MINIMAX).add(batch, MOMENT);
        assertThat(batch.rowWeights()).containsOnly(0.5 * PIXELS);
    }

    @Test
    void weightsOfZeroLeaveTheBoundUnchangedToTheBit() {
        GanTerm nothing = new GanTerm(0, 0, 0, 1, List.of(FEATURES), 0, Generator.MINIMAX, 0.7, 0, 3);
        LatentBatch bare = batch();
        ComposedObjective.of(new ElboReducer()).evaluate(bare, MOMENT);
        LatentBatch with = batch();
        new ComposedObjective(new ElboReducer(), null, List.of(nothing)).evaluate(with, MOMENT);
        assertThat(with.objective()).containsExactly(bare.objective());
        assertThat(with.rowWeights()).containsExactly(bare.rowWeights());
        assertThat(with.auxiliary("gan").gradient()).containsOnly(0);
    }

    @ParameterizedTest
    @EnumSource
    void lossOfSamplesIsTheAdversarialOne(Generator generator) {
        double[] logits = {-2, 0, 0.5};
        double[] gradient = new double[3];
        double found = term(generator).ofSamples(logits, gradient);
        double expected = 0;
        for (int r = 0; r < logits.length; r++) {
            double d = 1 / (1 + Math.exp(-logits[r]));
            expected += ADVERSARIAL * (generator == Generator.MINIMAX ? Math.log(1 - d) : -Math.log(d));
            double slope = generator == Generator.MINIMAX ? -d : d - 1;
            assertThat(gradient[r]).as("logit %s", logits[r]).isCloseTo(ADVERSARIAL * slope, within(1e-15));
        }
        assertThat(found).isCloseTo(expected, within(1e-14));
    }

    @Test
    void lossesAreDescribedWithTheWeightsThatCount() {
        assertThat(term(Generator.NON_SATURATING).losses("−log p(x|z)", "KL").encoder())
                .isEqualTo("0.4 −log p(x|z) + KL + 2 F");
        GanTerm heavy = new GanTerm(3, 0, 2, 0, List.of(4), 0, Generator.MINIMAX, 1, 0, 0);
        assertThat(heavy.losses("−log p(x|z)", "KL").decoder()).isEqualTo("KL + 6 F");
        assertThat(new GanTerm().losses("−log p(x|z)", "KL").encoder()).isEqualTo("KL + F");
        assertThat(new GanTerm().losses("−log p(x|z)", "KL").decoder()).isEqualTo("KL + F + A(E[x|z]) + A(sample)");
    }

    @Test
    void needsTheElboAndAPriorToDrawFrom() {
        assertThat(new GanTerm().needs()).containsExactlyInAnyOrder(Need.ELBO, Need.PRIOR_DRAWS);
        assertThat(new GanTerm().perExample()).isTrue();
        assertThat(new GanTerm().ofEncoder().perExample()).isTrue();
        assertThat(new GanTerm().readsSamples()).isTrue();
        assertThat(new GanTerm(1, 0, 1, 0, List.of(4), 0, Generator.MINIMAX, 1, 0, 0).readsSamples())
                .isFalse();
    }

    /** The last hidden layer has the number 0, and the first the number 1. */
    @Test
    void discriminatorShowsTheLayerOfItsFeatures() {
        assertThat(new GanTerm(1, 1, 1, 0, List.of(9, 5), 0, Generator.MINIMAX, 1, 0, 0)
                        .auxiliary()
                        .shownOf(2))
                .isEqualTo(2);
        assertThat(new GanTerm(1, 1, 1, 0, List.of(9, 5), 1, Generator.MINIMAX, 1, 0, 0)
                        .auxiliary()
                        .shownOf(2))
                .isEqualTo(1);
    }

    /** Two terms of one training, or one term in two trainings, draw other noise. */
    @Test
    void trainingMixesItsSeedIn() {
        GanTerm one = (GanTerm) new GanTerm().in(new Term.Training(1, 100));
        GanTerm two = (GanTerm) new GanTerm().in(new Term.Training(2, 100));
        assertThat(one.seed()).isNotEqualTo(two.seed());
        assertThat(one).isEqualTo(new GanTerm().in(new Term.Training(1, 100)));
    }

    @ParameterizedTest
    @CsvSource({
        "gamma, -1, 1, 1, 0, 1, 0", "adversarial, 1, -1, 1, 0, 1, 0", "features, 1, 1, NaN, 0, 1, 0",
        "pixels, 1, 1, 1, -0.5, 1, 0", "equilibrium, 1, 1, 1, 0, 0, 0", "margin, 1, 1, 1, 0, 1, -1"
    })
    void refusesNumbersOutOfRange(
            String key,
            double gamma,
            double adversarial,
            double features,
            double pixels,
            double equilibrium,
            double margin) {
        assertThatThrownBy(() -> new GanTerm(
                        gamma, adversarial, features, pixels, List.of(4), 0, Generator.MINIMAX, equilibrium, margin, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(key + ": found");
    }

    @Test
    void refusesADiscriminatorWithoutFeatures() {
        assertThatThrownBy(() -> new GanTerm(1, 1, 1, 0, List.of(), 0, Generator.MINIMAX, 1, 0, 0))
                .hasMessageStartingWith("discriminator: found no hidden layer");
    }
}
