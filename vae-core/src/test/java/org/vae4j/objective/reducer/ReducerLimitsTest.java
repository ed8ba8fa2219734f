package org.vae4j.objective.reducer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.vae4j.extension.Registry;
import org.vae4j.latent.LatentRows;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.DoublyReparameterisedReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.StandardBatches;
import org.vae4j.objective.Term;

/** Reducers against each other in their limits, and against formulas written out. */
class ReducerLimitsTest {

    private static final double BETA = 1.7;
    private static final int EXAMPLES = 3;
    private static final int DRAWS = 6;

    private static LatentBatch evaluated(Reducer reducer, int draws) {
        LatentBatch batch = StandardBatches.of(EXAMPLES * draws, 2, draws);
        LatentRows latent = batch.latents().get(0);
        Random random = new Random(4);
        Arrays.setAll(batch.negLogLikelihood(), i -> 3 * random.nextDouble());
        Arrays.setAll(latent.parameters().values(), i -> random.nextGaussian());
        Arrays.setAll(latent.z().values(), i -> random.nextGaussian());
        StandardBatches.shareParameters(latent);
        StandardBatches.spoilOutputs(batch);
        new ComposedObjective(reducer, new FixedSchedule(BETA), List.of()).evaluate(batch, new Term.Moment(0, 0));
        return batch;
    }

    /** All outputs of a reducer in one array: values, weights and gradients. */
    private static double[] outputs(Reducer reducer, int draws) {
        LatentBatch batch = evaluated(reducer, draws);
        LatentRows latent = batch.latents().get(0);
        return Stream.of(
                        batch.objective(),
                        batch.rowWeights(),
                        batch.pathWeights(),
                        latent.parameters().gradient(),
                        latent.z().gradient())
                .flatMapToDouble(Arrays::stream)
                .toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double value(Reducer reducer) {
        return mean(evaluated(reducer, DRAWS).objective());
    }

    static Stream<List<Reducer>> equalReducers() {
        Reducer sampledElbo = new CombinedReducer(1);
        Reducer iwae = new ImportanceWeightedReducer();
        return Stream.of(
                List.of(new MultiplyImportanceWeightedReducer(1), iwae),
                List.of(new MultiplyImportanceWeightedReducer(DRAWS), sampledElbo),
                List.of(new CombinedReducer(0), iwae),
                List.of(new RenyiReducer(0), iwae),
                List.of(new RenyiReducer(1), sampledElbo));
    }

    @ParameterizedTest
    @MethodSource("equalReducers")
    void reducersAgreeInTheirLimitsToTheBit(List<Reducer> pair) {
        assertThat(outputs(pair.get(0), DRAWS)).containsExactly(outputs(pair.get(1), DRAWS));
    }

    @Test
    void pathDerivativeOfOneDrawEqualsTheDoublyReparameterisedGradient() {
        assertThat(outputs(new StickingTheLandingReducer(), 1))
                .containsExactly(outputs(new DoublyReparameterisedReducer(), 1));
    }

    @Test
    void pathDerivativeHasTheValueOfTheElbo() {
        assertThat(evaluated(new StickingTheLandingReducer(), DRAWS).objective())
                .containsExactly(evaluated(new CombinedReducer(1), DRAWS).objective());
    }

    /** The thermodynamic objective has one value per example and the ELBO one per draw, so means are compared. */
    @Test
    void thermodynamicAtZeroIsTheElbo() {
        LatentBatch found = evaluated(path(1), DRAWS);
        LatentBatch expected = evaluated(new CombinedReducer(1), DRAWS);
        assertThat(mean(found.objective())).isCloseTo(mean(expected.objective()), within(1e-14));
        assertThat(found.rowWeights()).containsExactly(expected.rowWeights(), within(1e-15));
        assertThat(found.latents().get(0).parameters().gradient())
                .containsExactly(expected.latents().get(0).parameters().gradient(), within(1e-15));
    }

    private static ThermodynamicReducer path(int partitions) {
        return new ThermodynamicReducer(partitions, 0.01, ThermodynamicReducer.Derivative.PATH);
    }

    /**
     * The Riemann sum of a growing function differs from the integral by at most the longest interval times the growth.
     */
    @Test
    void thermodynamicTendsToTheImportanceWeightedBoundFromTheElbo() {
        double iwae = value(new ImportanceWeightedReducer());
        double elbo = value(new CombinedReducer(1));
        double last = elbo;
        for (int partitions : new int[] {2, 20, 200, 5000}) {
            double found = value(path(partitions));
            assertThat(found).isLessThan(last).isGreaterThan(iwae);
            last = found;
        }
        assertThat(last).isCloseTo(iwae, within(0.012 * (elbo - iwae) * 5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1 - 1e-6, 1 + 1e-6})
    void renyiTendsToTheElbo(double alpha) {
        assertThat(value(new RenyiReducer(alpha))).isCloseTo(value(new CombinedReducer(1)), within(1e-5));
    }

    /** The mean of K powers is between the largest power and a K-th of it: the distance is at most log K / (1 - α). */
    @Test
    void renyiTendsToTheLargestWeight() {
        double largest = value(new LargestWeightReducer());
        assertThat(value(new RenyiReducer(-1e4))).isBetween(largest, largest + Math.log(DRAWS) / 1e4);
    }

    @Test
    void renyiRisesWithAlpha() {
        double last = Double.NEGATIVE_INFINITY;
        for (double alpha : new double[] {-50, -1, 0, 0.5, 1, 2, 50}) {
            double found = value(new RenyiReducer(alpha));
            assertThat(found).isGreaterThan(last);
            last = found;
        }
    }

    /** Every value is computed from the weights themselves instead of their logarithms. */
    @Test
    void valuesMatchTheirFormulas() {
        LatentBatch batch = evaluated(new CombinedReducer(1), DRAWS);
        double[] w = Arrays.stream(batch.objective()).map(v -> Math.exp(-v)).toArray();
        double[] miwae =
                evaluated(new MultiplyImportanceWeightedReducer(3), DRAWS).objective();
        double[] ciwae = evaluated(new CombinedReducer(0.3), DRAWS).objective();
        double[] renyi = evaluated(new RenyiReducer(0.4), DRAWS).objective();
        double[] largest = evaluated(new LargestWeightReducer(), DRAWS).objective();
        double[] thermodynamic = evaluated(path(2), DRAWS).objective();
        for (int e = 0; e < EXAMPLES; e++) {
            int example = e;
            double[] mine = new double[DRAWS];
            Arrays.setAll(mine, s -> w[s * EXAMPLES + example]);
            double pairs = 0;
            for (int m = 0; m < 3; m++) {
                pairs -= Math.log((mine[2 * m] + mine[2 * m + 1]) / 2) / 3;
            }
            assertThat(ofExample(miwae, e)).isCloseTo(pairs, within(1e-13));
            double elbo = -mean(Arrays.stream(mine).map(Math::log).toArray());
            assertThat(ofExample(ciwae, e)).isCloseTo(0.3 * elbo - 0.7 * Math.log(mean(mine)), within(1e-13));
            assertThat(ofExample(renyi, e)).isCloseTo(-Math.log(mean(powers(mine, 0.6))) / 0.6, within(1e-13));
            assertThat(ofExample(largest, e))
                    .isCloseTo(-Math.log(Arrays.stream(mine).max().orElseThrow()), within(1e-13));
            double tilted = 0;
            for (double weight : mine) {
                tilted -= Math.pow(weight, 0.01) * Math.log(weight) / DRAWS / mean(powers(mine, 0.01));
            }
            assertThat(ofExample(thermodynamic, e)).isCloseTo(0.01 * elbo + 0.99 * tilted, within(1e-13));
        }
    }

    private static double[] powers(double[] values, double power) {
        return Arrays.stream(values).map(v -> Math.pow(v, power)).toArray();
    }

    private static double ofExample(double[] rows, int example) {
        double sum = 0;
        for (int r = example; r < rows.length; r += EXAMPLES) {
            sum += rows[r];
        }
        return sum / DRAWS;
    }

    @Test
    void largestWeightReducerWeightsOneDrawPerExample() {
        LatentBatch batch = evaluated(new LargestWeightReducer(), DRAWS);
        assertThat(Arrays.stream(batch.rowWeights()).filter(w -> w == 1)).hasSize(EXAMPLES);
        assertThat(Arrays.stream(batch.rowWeights()).sum()).isEqualTo(EXAMPLES);
    }

    /** The largest weight is the first draw of the first example and the last draw of the second. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void largestWeightReducerWeightsTheLargest(int draws) {
        LatentBatch batch = new LatentBatch(List.of(), 2 * draws, draws);
        for (int r = 0; r < batch.rows(); r++) {
            int draw = r / 2;
            batch.negLogLikelihood()[r] = r % 2 == 0 ? 1 + draw : 10 - draw;
        }
        ComposedObjective.of(new LargestWeightReducer()).evaluate(batch, new Term.Moment(0, 0));
        double[] expected = new double[2 * draws];
        expected[0] = 1;
        expected[2 * draws - 1] = 1;
        assertThat(batch.rowWeights()).containsExactly(expected);
    }

    @Test
    void multipleImportanceWeightingAcceptsDrawsThatItsGroupsDivide() {
        new MultiplyImportanceWeightedReducer(3).requireDraws(12);
    }

    @Test
    void thermodynamicRefusesAFirstPointOfZero() {
        assertThatThrownBy(() -> new ThermodynamicReducer(5, 0, ThermodynamicReducer.Derivative.PATH))
                .hasMessageStartingWith("first: found 0.0");
    }

    @Test
    void aLikelihoodOfNaNMakesTheObjectiveOfItsExampleNaN() {
        for (Reducer reducer : Registry.of(Reducer.class).prototypes()) {
            LatentBatch batch = StandardBatches.of(4, 1, 2);
            batch.negLogLikelihood()[3] = Double.NaN;
            ComposedObjective.of(reducer).evaluate(batch, new Term.Moment(0, 0));
            assertThat(batch.objective()[1] + batch.objective()[3])
                    .as(reducer.name())
                    .isNaN();
            assertThat(batch.objective()[0]).as(reducer.name()).isFinite();
        }
    }

    /** A draw under which the example is impossible has the weight 0, whose logarithm is minus infinity. */
    @Test
    void aDrawOfWeightZeroGivesNoNaN() {
        for (Reducer reducer : Registry.of(Reducer.class).prototypes()) {
            assertThat(ofWeightZero(reducer, 3)).as(reducer.name()).isNotNaN();
            assertThat(ofWeightZero(reducer, 1, 3))
                    .as(reducer.name())
                    .isPositive()
                    .isInfinite();
        }
    }

    @Test
    void importanceWeightedBoundsAverageADrawOfWeightZero() {
        assertThat(ofWeightZero(new ImportanceWeightedReducer(), 3)).isCloseTo(Math.log(2), within(1e-15));
        assertThat(ofWeightZero(new CombinedReducer(0), 3)).isCloseTo(Math.log(2), within(1e-15));
        assertThat(ofWeightZero(new RenyiReducer(0.5), 3)).isCloseTo(2 * Math.log(2), within(1e-15));
    }

    @Test
    void boundsThatAverageLogarithmsAreInfiniteWithADrawOfWeightZero() {
        for (Reducer elbo : List.of(
                new CombinedReducer(1), new CombinedReducer(0.5), new RenyiReducer(1), new RenyiReducer(2), path(4))) {
            assertThat(ofWeightZero(elbo, 3)).as(elbo.toString()).isPositive().isInfinite();
        }
    }

    /**
     * The objective of the second of two examples, whose draws have the weight 0 in the given rows and 1 in the others.
     */
    private static double ofWeightZero(Reducer reducer, int... rows) {
        LatentBatch batch = StandardBatches.of(4, 1, 2);
        for (int row : rows) {
            batch.negLogLikelihood()[row] = Double.POSITIVE_INFINITY;
        }
        ComposedObjective.of(reducer).evaluate(batch, new Term.Moment(0, 0));
        assertThat(batch.objective()[0]).as(reducer.name()).isFinite();
        assertThat(batch.rowWeights()).as(reducer.name()).doesNotContain(Double.NaN);
        assertThat(batch.latents().get(0).parameters().gradient())
                .as(reducer.name())
                .doesNotContain(Double.NaN);
        return (batch.objective()[1] + batch.objective()[3]) / 2;
    }

    @Test
    void boundDrawsIsTheNumberOfDrawsThatABoundCombines() {
        assertThat(new MultiplyImportanceWeightedReducer(3).boundDraws(12)).isEqualTo(4);
        assertThat(new MultiplyImportanceWeightedReducer(8).boundDraws(1)).isEqualTo(1);
        assertThat(new MultiplyImportanceWeightedReducer(4).boundDraws(6)).isEqualTo(3);
        assertThat(new CombinedReducer(1).boundDraws(5)).isEqualTo(1);
        assertThat(new RenyiReducer(1).boundDraws(5)).isEqualTo(1);
        assertThat(new RenyiReducer(0).boundDraws(5)).isEqualTo(5);
        assertThat(path(1).boundDraws(5)).isEqualTo(1);
        assertThat(new StickingTheLandingReducer().boundDraws(5)).isEqualTo(1);
    }

    @Test
    void valueTellsBoundsFromOtherValues() {
        assertThat(new RenyiReducer(-0.1).value()).isEqualTo(Reducer.Value.NO_BOUND);
        assertThat(new LargestWeightReducer().value()).isEqualTo(Reducer.Value.NO_BOUND);
        assertThat(new RenyiReducer(0.5).value()).isEqualTo(Reducer.Value.OTHER_BOUND);
        assertThat(new CombinedReducer(0).value()).isEqualTo(Reducer.Value.IMPORTANCE_WEIGHTED_BOUND);
    }

    @Test
    void multipleImportanceWeightingRefusesDrawsThatItsGroupsDoNotDivide() {
        assertThatThrownBy(() -> new MultiplyImportanceWeightedReducer(3).requireDraws(4))
                .hasMessage("model.draws: found 4 with objective.name=miwae of outer: 3, expected a multiple of outer:"
                        + " the draws are outer groups of K; set model.draws=6");
    }

    @Test
    void partialWeightingRefusesDrawsThatItsGroupsDoNotDivide() {
        PartiallyImportanceWeightedReducer reducer = new PartiallyImportanceWeightedReducer(4);
        assertThatThrownBy(() -> reducer.requireDraws(10))
                .hasMessageContaining("found 10 with objective.name=piwae of outer: 4")
                .hasMessageEndingWith("set model.draws=8");
        assertThatThrownBy(() -> reducer.requireDraws(3)).hasMessageEndingWith("set model.draws=8");
        reducer.requireDraws(12);
        assertThat(reducer.boundDraws(12)).isEqualTo(12);
    }

    @Test
    void thermodynamicOfOnePartitionIsTheElbo() {
        ThermodynamicReducer one = new ThermodynamicReducer(1, 0.5, ThermodynamicReducer.Derivative.PATH);
        ThermodynamicReducer several = new ThermodynamicReducer(5, 0.5, ThermodynamicReducer.Derivative.COVARIANCE);
        assertThat(one.value()).isEqualTo(Reducer.Value.IMPORTANCE_WEIGHTED_BOUND);
        assertThat(several.value()).isEqualTo(Reducer.Value.OTHER_BOUND);
        assertThat(one.weighsPaths()).isFalse();
        assertThat(several.weighsPaths()).isTrue();
    }

    @Test
    void renyiBoundsTheEvidenceForAlphasFromZeroToOne() {
        assertThat(new RenyiReducer(0).value()).isEqualTo(Reducer.Value.IMPORTANCE_WEIGHTED_BOUND);
        assertThat(new RenyiReducer(1).value()).isEqualTo(Reducer.Value.IMPORTANCE_WEIGHTED_BOUND);
        assertThat(new RenyiReducer(0.5).value()).isEqualTo(Reducer.Value.OTHER_BOUND);
        assertThat(new RenyiReducer(-0.5).value()).isEqualTo(Reducer.Value.NO_BOUND);
    }

    @Test
    void settingsAtTheirLimitsAreAccepted() {
        assertThat(new PartiallyImportanceWeightedReducer(1).outer()).isOne();
        assertThat(new ThermodynamicReducer(1, 0.5, ThermodynamicReducer.Derivative.COVARIANCE).partitions())
                .isOne();
        new ThermodynamicReducer(1, 0.5, ThermodynamicReducer.Derivative.COVARIANCE).requireDraws(2);
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> new MultiplyImportanceWeightedReducer(0)).hasMessageContaining("outer: found 0");
        assertThatThrownBy(() -> new CombinedReducer(1.1)).hasMessageContaining("elbo: found 1.1");
        assertThatThrownBy(() -> new RenyiReducer(Double.NEGATIVE_INFINITY)).hasMessageContaining("vr_max");
        assertThatThrownBy(() -> new ThermodynamicReducer(0, 0.1, ThermodynamicReducer.Derivative.PATH))
                .hasMessageContaining("partitions: found 0");
        assertThatThrownBy(() -> new ThermodynamicReducer(2, 1, ThermodynamicReducer.Derivative.PATH))
                .hasMessageContaining("first: found 1.0");
    }

    @Test
    void thermodynamicCovarianceRefusesOneDraw() {
        assertThatThrownBy(() -> new ThermodynamicReducer().requireDraws(1))
                .hasMessage("model.draws: found 1 with objective.name=tvo of gradient: covariance, expected at least 2"
                        + " draws, of which a covariance can be taken; set model.draws=10");
        new ThermodynamicReducer(5, 0.1, ThermodynamicReducer.Derivative.PATH).requireDraws(1);
    }

    @Test
    void reducersSurviveJson() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (Reducer reducer : Registry.of(Reducer.class).prototypes()) {
            Objective objective = ComposedObjective.of(reducer);
            assertThat(mapper.readValue(mapper.writeValueAsString(objective), Objective.class))
                    .isEqualTo(objective);
        }
    }
}
