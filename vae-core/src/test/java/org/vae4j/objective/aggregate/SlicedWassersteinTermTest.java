package org.vae4j.objective.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.Streams;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;
import org.vae4j.objective.term.TermContract;

class SlicedWassersteinTermTest extends TermContract {

    @Override
    protected Term term() {
        return new SlicedWassersteinTerm(2, 5, 3);
    }

    @Test
    void aWeightOfZeroLeavesTheBoundUnchangedToTheBit() {
        assertSameBits(with(1.3, new SlicedWassersteinTerm(0, 5, 3)), with(1.3));
    }

    private static LatentBatch codes(int examples, int size) {
        return new LatentBatch(
                List.of(LatentPart.of(size, new DeltaPosterior(), new StandardNormalPrior())), examples, 1);
    }

    private double value(Term term, LatentBatch batch, int iteration) {
        return with(1, term).evaluate(batch, new Term.Moment(iteration, 0)).get("sliced_wasserstein");
    }

    /** In one dimension every direction is ±1. */
    @Test
    void distanceInOneDimensionIsThatOfTheSortedPoints() {
        LatentBatch batch = codes(6, 1);
        double[] z = batch.latents().get(0).z().values();
        Random random = new Random(9);
        Arrays.setAll(z, i -> 2 * random.nextGaussian());
        Columns prior = new Columns(6, 1);
        new StandardNormalPrior().sample(new Columns(0, 0), Streams.at(Streams.derive(3, "z"), 4), prior);
        double[] sortedLatents = Arrays.stream(z).sorted().toArray();
        double[] sortedDraws = Arrays.stream(prior.values()).sorted().toArray();
        double expected = 0;
        for (int i = 0; i < 6; i++) {
            expected += 2 * Math.pow(sortedLatents[i] - sortedDraws[i], 2) / 6;
        }
        assertThat(value(term(), batch, 4)).isCloseTo(expected, within(1e-13));
    }

    /** Each draw of all examples is sorted by itself, against draws of the prior of its own. */
    @Test
    void severalDrawsCountAsTheirMean() {
        int examples = 5;
        int draws = 3;
        LatentBatch batch = new LatentBatch(
                List.of(LatentPart.of(1, new DeltaPosterior(), new StandardNormalPrior())), examples * draws, draws);
        double[] z = batch.latents().get(0).z().values();
        Random random = new Random(9);
        Arrays.setAll(z, i -> 2 * random.nextGaussian());
        Columns prior = new Columns(examples * draws, 1);
        new StandardNormalPrior().sample(new Columns(0, 0), Streams.at(Streams.derive(3, "z"), 4), prior);
        double expected = 0;
        for (int first = 0; first < examples * draws; first += examples) {
            double[] latents =
                    Arrays.stream(z, first, first + examples).sorted().toArray();
            double[] references = Arrays.stream(prior.values(), first, first + examples)
                    .sorted()
                    .toArray();
            for (int i = 0; i < examples; i++) {
                expected += Math.pow(latents[i] - references[i], 2) / examples / draws;
            }
        }
        assertThat(value(new SlicedWassersteinTerm(1, 4, 3), batch, 4)).isCloseTo(expected, within(1e-13));
    }

    @Test
    void refusesNoProjections() {
        assertThatThrownBy(() -> new SlicedWassersteinTerm(1, 0, 3)).hasMessageStartingWith("projections: found 0");
    }

    /**
     * Between N(m, s² I) and N(0, I) in d dimensions the squared distance of a projection is (m · θ)² + (s − 1)², and
     * its mean over directions is ‖m‖²/d + (s − 1)².
     */
    @Test
    void distanceOfGaussiansApproachesItsClosedForm() {
        int points = 20_000;
        LatentBatch batch = codes(points, 3);
        double[] z = batch.latents().get(0).z().values();
        Random random = new Random(9);
        Arrays.setAll(z, i -> (i < points ? 2 : 0) + 0.5 * random.nextGaussian());
        SlicedWassersteinTerm term = new SlicedWassersteinTerm(1, 400, 3);
        // Over directions (m · θ)² has the standard deviation 4 · 2/√45; its mean over 400 directions has 0.06.
        assertThat(value(term, batch, 0)).isCloseTo(4.0 / 3 + 0.25, within(0.2));
    }

    @Test
    void drawsOtherDirectionsInEachIteration() {
        LatentBatch batch = batch(3);
        double first = value(term(), batch, 0);
        assertThat(value(term(), batch, 0)).isEqualTo(first);
        assertThat(value(term(), batch, 1)).isNotEqualTo(first);
    }

    @Test
    void drawsOtherDirectionsInEachTraining() {
        LatentBatch batch = batch(3);
        double first = value(term(), batch, 0);
        assertThat(value(term().in(new Term.Training(1, 4)), batch, 0)).isNotEqualTo(first);
    }
}
