package org.vae4j.objective.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Need;
import org.vae4j.objective.Term;

/** The loss of triplets on batches made by hand; {@code PairTrainingTest} trains whole models with it. */
class TripletTermTest {

    private static final Term.Moment MOMENT = new Term.Moment(7, 2);
    private static final int PAIRS = 3;
    private static final int EXAMPLES = 2 * PAIRS;
    private static final int LATENT = 2;
    private static final double WEIGHT = 0.6;
    /** So large that every triplet counts. */
    private static final double WIDE = 50;

    private static LatentBatch batch(int examples) {
        LatentBatch batch = new LatentBatch(
                List.of(LatentPart.of(LATENT, new DiagonalGaussianPosterior(), new StandardNormalPrior())),
                examples,
                1);
        batch.setTogether(2);
        Random random = new Random(5);
        Arrays.setAll(batch.latents().get(0).parameters().values(), i -> random.nextGaussian());
        return batch;
    }

    private static double mean(LatentBatch batch, int example, int j) {
        return batch.latents().get(0).parameters().values()[j * batch.rows() + example];
    }

    private static double squaredDistance(LatentBatch batch, int one, int other) {
        double sum = 0;
        for (int j = 0; j < LATENT; j++) {
            double difference = mean(batch, one, j) - mean(batch, other, j);
            sum += difference * difference;
        }
        return sum;
    }

    /** The negative of an anchor is the second example of the next pair. */
    private static double expected(LatentBatch batch, double margin) {
        double sum = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            int anchor = 2 * pair;
            int negative = (anchor + 3) % EXAMPLES;
            double excess =
                    margin + squaredDistance(batch, anchor, anchor + 1) - squaredDistance(batch, anchor, negative);
            sum += Math.max(0, excess);
        }
        return WEIGHT * sum / PAIRS;
    }

    @ParameterizedTest
    @CsvSource({"50", "0.5", "0"})
    void valueMatchesTheFormula(double margin) {
        LatentBatch batch = batch(EXAMPLES);
        double found = new TripletTerm(WEIGHT, margin).add(batch, MOMENT);
        assertThat(found).isCloseTo(expected(batch, margin), within(1e-13));
        assertThat(batch.objective()).containsOnly(found);
    }

    /** The gradient is that of the sum over the examples; h = 1e-5, exact for squares but for rounding. */
    @Test
    void gradientsMatchFiniteDifferences() {
        LatentBatch batch = batch(EXAMPLES);
        TripletTerm term = new TripletTerm(WEIGHT, WIDE);
        term.add(batch, MOMENT);
        double[] found = batch.latents().get(0).parameters().gradient().clone();
        double[] parameters = batch.latents().get(0).parameters().values();
        for (int i = 0; i < LATENT * EXAMPLES; i++) {
            double here = parameters[i];
            parameters[i] = here + 1e-5;
            double above = term.add(batch, MOMENT);
            parameters[i] = here - 1e-5;
            double below = term.add(batch, MOMENT);
            parameters[i] = here;
            assertThat(found[i])
                    .as("mean %d", i)
                    .isCloseTo((above - below) / 2e-5 * EXAMPLES, within(1e-7))
                    .isNotZero();
        }
        assertThat(Arrays.copyOfRange(found, LATENT * EXAMPLES, found.length)).containsOnly(0);
    }

    @Test
    void aTripletWithinItsMarginHasNoGradient() {
        LatentBatch batch = batch(EXAMPLES);
        double[] parameters = batch.latents().get(0).parameters().values();
        Arrays.fill(parameters, 0);
        for (int example = 0; example < EXAMPLES; example++) {
            parameters[example] = 10 * (example / 2);
        }
        assertThat(new TripletTerm(1, 1).add(batch, MOMENT)).isZero();
        assertThat(batch.latents().get(0).parameters().gradient()).containsOnly(0);
    }

    @Test
    void aMeanThatIsNotANumberReachesTheLoss() {
        LatentBatch batch = batch(EXAMPLES);
        batch.latents().get(0).parameters().values()[0] = Double.NaN;
        assertThat(new TripletTerm(1, 1).add(batch, MOMENT)).isNaN();
    }

    /** One pair has no other pair to be told from, and examples of an evaluation are no pairs. */
    @Test
    void isZeroWithoutASecondPair() {
        assertThat(new TripletTerm(1, WIDE).add(batch(2), MOMENT)).isZero();
        LatentBatch alone = batch(EXAMPLES);
        alone.setTogether(1);
        assertThat(new TripletTerm(1, WIDE).add(alone, MOMENT)).isZero();
        assertThat(new TripletTerm(0, WIDE).add(batch(EXAMPLES), MOMENT)).isZero();
        assertThat(new TripletTerm(1, WIDE).add(batch(4), MOMENT)).isPositive();
    }

    @Test
    void needsMeansOfEachExample() {
        assertThat(new TripletTerm().needs()).containsExactlyInAnyOrder(Need.DENSITY, Need.INDEPENDENT_DIMENSIONS);
        assertThat(new TripletTerm().readsPairs()).isTrue();
    }

    @Test
    void refusesNumbersOutOfRange() {
        assertThatThrownBy(() -> new TripletTerm(-1, 1)).hasMessageStartingWith("weight: found -1.0");
        assertThatThrownBy(() -> new TripletTerm(1, Double.NaN)).hasMessageStartingWith("margin: found NaN");
    }
}
