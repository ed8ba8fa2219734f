package org.vae4j.objective.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vae4j.extension.Registry;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.math.Streams;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;

class MmdTermTest extends TermContract {

    @Override
    protected Term term() {
        return new MmdTerm(10, new InverseMultiquadric(), 3);
    }

    static List<PairKernel> kernels() {
        return Registry.of(PairKernel.class).prototypes();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void slopesOfKernelsMatchFiniteDifferences(PairKernel kernel) {
        for (double d : new double[] {0.1, 1, 7}) {
            double slope = (kernel.value(d + 1e-5, 3) - kernel.value(d - 1e-5, 3)) / 2e-5;
            assertThat(kernel.slope(d, 3)).as("squared distance %s", d).isCloseTo(slope, within(1e-9));
        }
    }

    /** With the width 3 in two dimensions squared distances are divided by 2 · 2 · 9 = 36. */
    /** With a width of 1 the slope would be right even where the width were forgotten. */
    @Test
    void slopeOfTheInverseMultiquadricCountsItsWidth() {
        PairKernel kernel = new InverseMultiquadric(0.6, List.of(0.5, 2.0));
        double h = 1e-5;
        for (double distance : new double[] {0.1, 1, 7}) {
            assertThat(kernel.slope(distance, 3))
                    .as("distance %s", distance)
                    .isCloseTo((kernel.value(distance + h, 3) - kernel.value(distance - h, 3)) / (2 * h), within(1e-9));
        }
    }

    @Test
    void inverseMultiquadricRefusesWidthsAndScalesThatAreNotPositive() {
        assertThatThrownBy(() -> new InverseMultiquadric(0, List.of(1.0))).hasMessageStartingWith("width: found 0.0");
        assertThatThrownBy(() -> new InverseMultiquadric(1, List.of(1.0, 0.0)))
                .hasMessageStartingWith("scales: found 0.0");
    }

    @Test
    void radialBasisMatchesItsFormula() {
        assertThat(new RadialBasis(3).value(9, 2)).isCloseTo(Math.exp(-0.25), within(1e-15));
    }

    /** With the scale ½ and the width 3 in two dimensions, C = ½ · 2 · 2 · 9 = 18. */
    @Test
    void inverseMultiquadricMatchesItsFormula() {
        assertThat(new InverseMultiquadric(3, List.of(0.5)).value(6, 2)).isCloseTo(0.75, within(1e-15));
        assertThat(new InverseMultiquadric(3, List.of(0.5)).slope(6, 2)).isCloseTo(-0.03125, within(1e-15));
    }

    /**
     * Draws do not add up: with two per example the mean is the same within four standard errors, but scatters less.
     */
    @Test
    void severalDrawsCountAsTheirMean() {
        Estimate once = estimate(new MmdTerm(1, new RadialBasis(), 5), codes(8), 1, 0.5);
        Estimate twice = estimate(new MmdTerm(1, new RadialBasis(), 5), draws(8, 2), 1, 0.5);
        assertThat(twice.mean).isCloseTo(once.mean, within(4 * (once.error + twice.error)));
        assertThat(twice.error).isLessThan(0.9 * once.error);
    }

    @Test
    void aWeightOfZeroLeavesTheBoundUnchangedToTheBit() {
        assertSameBits(with(1.3, new MmdTerm(0, new RadialBasis(), 3)), with(1.3));
    }

    private static LatentBatch codes(int examples) {
        return draws(examples, 1);
    }

    private static LatentBatch draws(int examples, int draws) {
        LatentPart part = LatentPart.of(2, new DeltaPosterior(), new StandardNormalPrior());
        return new LatentBatch(List.of(part), examples * draws, draws);
    }

    private double value(Term term, LatentBatch batch, int iteration) {
        return with(1, term).evaluate(batch, new Term.Moment(iteration, 0)).get("mmd");
    }

    /** The mean of a term's values over many batches, and its standard error. */
    private record Estimate(double mean, double error) {}

    /** Averages over 2000 batches of 8 codes from N(shift, scale²) in each of two dimensions. */
    private Estimate estimate(Term term, double shift, double scale) {
        return estimate(term, codes(8), shift, scale);
    }

    private Estimate estimate(Term term, LatentBatch batch, double shift, double scale) {
        Random random = new Random(11);
        int batches = 2000;
        double sum = 0;
        double squares = 0;
        for (int b = 0; b < batches; b++) {
            double[] z = batch.latents().get(0).z().values();
            for (int i = 0; i < z.length; i++) {
                z[i] = shift + scale * random.nextGaussian();
            }
            double value = value(term, batch, b);
            sum += value;
            squares += value * value;
        }
        double mean = sum / batches;
        return new Estimate(mean, Math.sqrt((squares / batches - mean * mean) / batches));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void isZeroInExpectationForLatentsDistributedAsThePrior(PairKernel kernel) {
        Estimate found = estimate(new MmdTerm(1, kernel, 5), 0, 1);
        assertThat(found.mean).isCloseTo(0, within(4 * found.error));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void isPositiveInExpectationForLatentsDistributedOtherwise(PairKernel kernel) {
        Estimate found = estimate(new MmdTerm(1, kernel, 5), 1, 0.5);
        assertThat(found.mean).isGreaterThan(20 * found.error);
    }

    /**
     * E k(a, b) = (h / (h + v))^(d/2) e^(−‖m‖² / (2 (h + v))) where a − b ~ N(m, v I) and h = d σ². Four standard
     * errors.
     */
    @Test
    void expectationForTwoGaussiansHasItsClosedForm() {
        Estimate found = estimate(new MmdTerm(3, new RadialBasis(0.9), 5), 0.7, 0.6);
        double h = 2 * 0.9 * 0.9;
        double expected = 3 * (kernelMean(h, 0, 2 * 0.36) + kernelMean(h, 0, 2) - 2 * kernelMean(h, 0.7, 1.36));
        assertThat(found.mean).isCloseTo(expected, within(4 * found.error));
        assertThat(expected).isGreaterThan(20 * found.error);
    }

    private static double kernelMean(double h, double shift, double variance) {
        return h / (h + variance) * Math.exp(-2 * shift * shift / (2 * (h + variance)));
    }

    /** Two points against the two draws from the prior, every pair written out. */
    @Test
    void matchesItsFormulaForTwoPoints() {
        LatentBatch batch = codes(2);
        Columns z = batch.latents().get(0).z();
        System.arraycopy(new double[] {0.3, -1, 2, 0.5}, 0, z.values(), 0, 4);
        Columns prior = new Columns(2, 2);
        new StandardNormalPrior().sample(new Columns(0, 0), Streams.at(Streams.derive(5, "z"), 3), prior);
        double across =
                kernel(z, 0, prior, 0) + kernel(z, 0, prior, 1) + kernel(z, 1, prior, 0) + kernel(z, 1, prior, 1);
        double expected = kernel(z, 0, z, 1) + kernel(prior, 0, prior, 1) - across / 2;
        assertThat(value(new MmdTerm(7, new RadialBasis(1), 5), batch, 3)).isCloseTo(7 * expected, within(1e-13));
    }

    private static double kernel(Columns a, int i, Columns b, int j) {
        double first = a.values()[a.at(i, 0)] - b.values()[b.at(j, 0)];
        double second = a.values()[a.at(i, 1)] - b.values()[b.at(j, 1)];
        return Math.exp(-(first * first + second * second) / 4);
    }

    @Test
    void drawsOtherSamplesOfThePriorInEachIteration() {
        LatentBatch batch = codes(4);
        Term term = new MmdTerm(1, new RadialBasis(), 5);
        assertThat(IntStream.range(0, 4).mapToDouble(i -> value(term, batch, i)))
                .doesNotHaveDuplicates();
        assertThat(value(term, batch, 0)).isEqualTo(value(term, batch, 0));
    }

    @Test
    void drawsOtherSamplesOfThePriorForEachSeed() {
        LatentBatch batch = codes(4);
        Term term = new MmdTerm(1, new RadialBasis(), 5);
        double first = value(term, batch, 0);
        assertThat(value(term.in(new Term.Training(1, 9)), batch, 0)).isNotEqualTo(first);
        assertThat(value(term.in(new Term.Training(1, 9)), batch, 0))
                .isNotEqualTo(value(term.in(new Term.Training(2, 9)), batch, 0));
    }

    @Test
    void isZeroForABatchOfOneExample() {
        assertThat(value(term(), codes(1), 0)).isZero();
    }
}
