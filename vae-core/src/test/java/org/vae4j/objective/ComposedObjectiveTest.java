package org.vae4j.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.vae4j.extension.Registry;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.LatentRows;
import org.vae4j.latent.PosteriorFamily;
import org.vae4j.latent.posterior.DeltaPosterior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.objective.aggregate.KlBalanceTerm;
import org.vae4j.objective.level.LevelFreeBitsTerm;
import org.vae4j.objective.reducer.MultiplyImportanceWeightedReducer;
import org.vae4j.objective.reducer.PartiallyImportanceWeightedReducer;
import org.vae4j.objective.reducer.StickingTheLandingReducer;
import org.vae4j.objective.reducer.ThermodynamicReducer;
import org.vae4j.objective.term.FreeBitsTerm;
import org.vae4j.objective.term.InfoTerm;
import org.vae4j.objective.term.TripletTerm;

/** Gradients of all reducers for different kinds of latents, and the rules for added terms. */
class ComposedObjectiveTest {

    private static final Term.Moment START = new Term.Moment(0, 0);
    private static final int EXAMPLES = 2;
    private static final int DRAWS = 3;
    private static final int ROWS = EXAMPLES * DRAWS;

    /** The diagonal Gaussian family without its closed forms, so that its KL has to be sampled. */
    record PlainGaussian() implements PosteriorFamily {

        private static final DiagonalGaussianPosterior SAME = new DiagonalGaussianPosterior();

        @Override
        public String name() {
            return "plain_gaussian";
        }

        @Override
        public int parameterCount(int latent) {
            return SAME.parameterCount(latent);
        }

        @Override
        public void draw(Kernels kernels, Matrix parameters, Matrix noise, Matrix z) {
            SAME.draw(kernels, parameters, noise, z);
        }

        @Override
        public void drawGradient(
                Kernels kernels, Draw draw, Matrix zGradient, Matrix parameterGradient, Accumulate accumulate) {
            SAME.drawGradient(kernels, draw, zGradient, parameterGradient, accumulate);
        }

        @Override
        public void location(Kernels kernels, Matrix parameters, Matrix location) {
            SAME.location(kernels, parameters, location);
        }

        @Override
        public void addLogDensity(LatentRows latent, double[] logDensity) {
            SAME.addLogDensity(latent, logDensity);
        }

        @Override
        public void addLogDensityGradient(LatentRows latent, double[] path, double[] direct) {
            SAME.addLogDensityGradient(latent, path, direct);
        }
    }

    private static LatentPart part(String name, PosteriorFamily posterior, LatentPart.Transformed transformed) {
        return new LatentPart(
                name, 2, posterior, new StandardNormalPrior(), transformed, LatentPart.PriorSite.OBJECTIVE);
    }

    /** A batch with four latents: standard, without closed forms, transformed, and with a prior from a vertex. */
    private static LatentBatch batch() {
        LatentBatch batch = new LatentBatch(
                List.of(
                        part("z1", new DiagonalGaussianPosterior(), LatentPart.Transformed.NO),
                        part("z2", new PlainGaussian(), LatentPart.Transformed.NO),
                        part("z3", new DiagonalGaussianPosterior(), LatentPart.Transformed.YES),
                        new LatentPart(
                                "z4",
                                1,
                                new DiagonalGaussianPosterior(),
                                new StandardNormalPrior(),
                                LatentPart.Transformed.NO,
                                LatentPart.PriorSite.VERTEX)),
                ROWS,
                DRAWS);
        Random random = new Random(8);
        Arrays.setAll(batch.negLogLikelihood(), i -> 3 * random.nextDouble());
        for (LatentRows latent : batch.latents()) {
            for (Columns input : inputs(latent)) {
                Arrays.setAll(input.values(), i -> random.nextGaussian());
            }
            StandardBatches.shareParameters(latent);
        }
        StandardBatches.spoilOutputs(batch);
        return batch;
    }

    private static List<Columns> inputs(LatentRows latent) {
        return Stream.of(latent.parameters(), latent.base(), latent.z(), latent.logDeterminant(), latent.logPrior())
                .distinct()
                .toList();
    }

    /** The others have gradients that agree with the value's in expectation only: see ExpectedGradientTest. */
    static Stream<Reducer> differentiableReducers() {
        return Registry.of(Reducer.class).prototypes().stream().filter(Reducer::differentiatesValue);
    }

    /**
     * Central differences as in {@link ElboObjectiveTest}; the draws of an example share the posterior's parameters.
     */
    @ParameterizedTest
    @MethodSource("differentiableReducers")
    void gradientsOfReducersMatchFiniteDifferences(Reducer reducer) {
        Objective objective = new ComposedObjective(reducer, new FixedSchedule(1.7), List.of());
        LatentBatch batch = batch();
        objective.evaluate(batch, START);
        double[] rowWeights = batch.rowWeights().clone();
        for (int r = 0; r < ROWS; r++) {
            assertThat(rowWeights[r])
                    .as("row %d", r)
                    .isCloseTo(slope(objective, batch, batch.negLogLikelihood(), r), within(1e-8));
        }
        for (LatentRows latent : batch.latents()) {
            for (Columns input : inputs(latent)) {
                objective.evaluate(batch, START);
                double[] found = input.gradient().clone();
                for (int[] shared : shared(input, input == latent.parameters())) {
                    double sum =
                            Arrays.stream(shared).mapToDouble(i -> found[i]).sum();
                    assertThat(sum)
                            .as("%s, value %d", latent.part().name(), shared[0])
                            .isCloseTo(slope(objective, batch, input.values(), shared), within(1e-8));
                }
            }
        }
    }

    /**
     * Groups of indices that share a value: for posterior parameters, those of an example's draws; else single ones.
     */
    private static List<int[]> shared(Columns input, boolean byExample) {
        Stream.Builder<int[]> result = Stream.builder();
        for (int j = 0; j < input.count(); j++) {
            for (int r = 0; r < (byExample ? EXAMPLES : ROWS); r++) {
                int first = input.at(r, j);
                result.add(byExample ? new int[] {first, first + EXAMPLES, first + 2 * EXAMPLES} : new int[] {first});
            }
        }
        return result.build().toList();
    }

    private static double slope(Objective objective, LatentBatch batch, double[] argument, int... at) {
        double h = 1e-5;
        double above = shifted(objective, batch, argument, h, at);
        double below = shifted(objective, batch, argument, -h, at);
        return (above - below) / (2 * h);
    }

    private static double shifted(Objective objective, LatentBatch batch, double[] argument, double by, int... at) {
        double[] before = argument.clone();
        Arrays.stream(at).forEach(i -> argument[i] += by);
        objective.evaluate(batch, START);
        System.arraycopy(before, 0, argument, 0, before.length);
        return Arrays.stream(batch.objective()).sum() / DRAWS;
    }

    /** With one draw the importance-weighted bound is the negative ELBO whose divergence is sampled. */
    @Test
    void importanceWeightedBoundOfOneDrawIsTheSampledElbo() {
        LatentBatch batch =
                new LatentBatch(List.of(part("z", new PlainGaussian(), LatentPart.Transformed.NO)), EXAMPLES, 1);
        LatentRows latent = batch.latents().get(0);
        Random random = new Random(2);
        Arrays.setAll(batch.negLogLikelihood(), i -> random.nextDouble());
        Arrays.setAll(latent.parameters().values(), i -> random.nextGaussian());
        Arrays.setAll(latent.z().values(), i -> random.nextGaussian());
        ComposedObjective.of(new ElboReducer()).evaluate(batch, START);
        double[] elbo = batch.objective().clone();
        double[] gradient = latent.parameters().gradient().clone();
        double[] toZ = latent.z().gradient().clone();
        ComposedObjective.of(new ImportanceWeightedReducer()).evaluate(batch, START);
        assertThat(batch.objective()).containsExactly(elbo, within(1e-13));
        assertThat(latent.parameters().gradient()).containsExactly(gradient, within(1e-13));
        assertThat(latent.z().gradient()).containsExactly(toZ, within(1e-13));
    }

    /** Adds half the square of each latent's first coordinate, twice as much in epoch 3. */
    record SquareTerm() implements Term {
        @Override
        public String name() {
            return "square";
        }

        @Override
        public double add(LatentBatch batch, Moment moment) {
            LatentRows latent = batch.latents().get(0);
            double weight = moment.epoch() == 3 ? 1 : 0.5;
            double sum = 0;
            for (int r = 0; r < batch.rows(); r++) {
                double z = latent.z().values()[r];
                batch.objective()[r] += weight * z * z;
                latent.z().gradient()[r] += 2 * weight * z / batch.draws();
                sum += weight * z * z;
            }
            return sum / batch.rows();
        }
    }

    /** Each such term subtracts β as if it were alone, so two of them would maximise the KL. */
    @Test
    void refusesTwoTermsThatWeighTheKl() {
        LatentPart part = part("z", new DiagonalGaussianPosterior(), LatentPart.Transformed.NO);
        for (Term other : List.of(new LevelFreeBitsTerm(), new KlBalanceTerm(), new InfoTerm())) {
            new ComposedObjective(new ElboReducer(), null, List.of(other)).require(part);
            assertThatThrownBy(() -> new ComposedObjective(new ElboReducer(), null, List.of(new FreeBitsTerm(), other))
                            .require(part))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found free_bits and " + other.name());
        }
    }

    /** In a hierarchy the posterior of a layer depends on a draw, so no gradient holds z fixed. */
    @Test
    void refusesAHierarchyUnderABoundWhoseGradientIsNotItsDerivative() {
        LatentPart hierarchy = part(
                "z",
                new HierarchicalGaussianPosterior(List.of(1, 1), HierarchicalGaussianPosterior.Direction.TOP_DOWN),
                LatentPart.Transformed.NO);
        for (String name : List.of("stl", "iwae_dreg", "piwae")) {
            Objective objective =
                    ComposedObjective.of(Registry.of(Reducer.class).get(name));
            assertThatThrownBy(() -> objective.require(hierarchy))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found " + name + " with model.hierarchy");
        }
        ComposedObjective.of(new ElboReducer()).require(hierarchy);
    }

    @Test
    void refusesWhatTheBoundItselfRefuses() {
        LatentPart code = part("z", new DeltaPosterior(), LatentPart.Transformed.NO);
        Objective stl = ComposedObjective.of(new StickingTheLandingReducer());
        assertThatThrownBy(() -> stl.require(code)).hasMessageContaining("found stl with a deterministic code");
        LatentPart flow = part("z", new DiagonalGaussianPosterior(), LatentPart.Transformed.YES);
        Objective tvo =
                ComposedObjective.of(new ThermodynamicReducer(5, 0.1, ThermodynamicReducer.Derivative.COVARIANCE));
        assertThatThrownBy(() -> tvo.require(flow)).hasMessageContaining("covariance and model.transforms");
        ComposedObjective.of(new ThermodynamicReducer(5, 0.1, ThermodynamicReducer.Derivative.PATH))
                .require(flow);
    }

    @Test
    void refusesATermWhoseNeedsTheModelLacks() {
        LatentPart flow = part("z", new DiagonalGaussianPosterior(), LatentPart.Transformed.YES);
        for (Term term : List.of(new LevelFreeBitsTerm(), new KlBalanceTerm(), new InfoTerm(), new FreeBitsTerm())) {
            Objective objective = new ComposedObjective(new ElboReducer(), null, List.of(term));
            assertThatThrownBy(() -> objective.require(flow))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "objective.terms: found " + term.name() + " with transforms of the posterior");
        }
    }

    /** A training asks them of an objective: for example, whether workers may share a batch. */
    @Test
    void propertiesAreThoseOfTheBoundAndItsTerms() {
        ComposedObjective elbo = ComposedObjective.of(new ElboReducer());
        assertThat(elbo.readsLatents()).isFalse();
        assertThat(elbo.perExample()).isTrue();
        assertThat(elbo.weighsPaths()).isFalse();
        assertThat(elbo.weighsRows()).isFalse();
        assertThat(elbo.ofEncoder()).isEmpty();
        ComposedObjective dreg = ComposedObjective.of(new DoublyReparameterisedReducer());
        assertThat(dreg.weighsPaths()).isTrue();
        assertThat(dreg.weighsRows()).isTrue();
        ComposedObjective piwae = ComposedObjective.of(new PartiallyImportanceWeightedReducer(2));
        assertThat(piwae.ofEncoder()).contains(ComposedObjective.of(new MultiplyImportanceWeightedReducer(2)));
        ComposedObjective triplets = new ComposedObjective(new ElboReducer(), null, List.of(new TripletTerm()));
        assertThat(triplets.readsLatents()).isTrue();
        assertThat(triplets.readsPairs()).isTrue();
        assertThat(triplets.perExample()).isFalse();
        assertThat(elbo.readsPairs()).isFalse();
    }

    static Stream<Reducer> reducers() {
        return Registry.of(Reducer.class).prototypes().stream();
    }

    /** A batch is memory that every step uses again. */
    @ParameterizedTest
    @MethodSource("reducers")
    void nothingOfAnEarlierStepStaysInABatch(Reducer reducer) {
        Objective objective = new ComposedObjective(reducer, new FixedSchedule(1.7), List.of());
        LatentBatch spoiled = batch();
        objective.evaluate(spoiled, START);
        LatentBatch fresh = batch();
        for (double[] output : outputs(fresh)) {
            Arrays.fill(output, 0);
        }
        objective.evaluate(fresh, START);
        List<double[]> expected = outputs(fresh);
        List<double[]> found = outputs(spoiled);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).as("output %d", i).isEqualTo(expected.get(i));
            assertThat(found.get(i)).as("output %d", i).doesNotContain(Double.NaN);
        }
    }

    private static List<double[]> outputs(LatentBatch batch) {
        return List.of(batch.objective(), batch.kl(), batch.rowWeights(), batch.pathWeights());
    }

    static Stream<Term> terms() {
        return Registry.of(Term.class).prototypes().stream();
    }

    /** The noise of a term differs between trainings, and a resumed training has the same. */
    @ParameterizedTest
    @MethodSource("terms")
    void trainingGivesATermItsOwnNoise(Term term) throws Exception {
        Term one = term.in(new Term.Training(1, 100));
        assertThat(one).isInstanceOf(term.getClass()).isEqualTo(term.in(new Term.Training(1, 100)));
        for (RecordComponent component : term.getClass().getRecordComponents()) {
            if (component.getName().equals("seed")) {
                Object other = component.getAccessor().invoke(term.in(new Term.Training(2, 100)));
                assertThat(component.getAccessor().invoke(one)).isNotEqualTo(other);
            }
        }
    }

    @Test
    void aTermIsAddedToTheObjectiveAndReported() {
        Objective plain = ComposedObjective.of(new ElboReducer());
        Objective both = new ComposedObjective(new ElboReducer(), null, List.of(new SquareTerm()));
        LatentBatch batch = batch();
        plain.evaluate(batch, START);
        double before = Arrays.stream(batch.objective()).sum() / ROWS;
        Map<String, Double> early = both.evaluate(batch, START);
        double after = Arrays.stream(batch.objective()).sum() / ROWS;
        assertThat(early.get("square")).isPositive().isCloseTo(after - before, within(1e-13));
    }

    @Test
    void aTermDependsOnTheMomentOfTheTraining() {
        Objective objective = new ComposedObjective(new ElboReducer(), null, List.of(new SquareTerm()));
        LatentBatch batch = batch();
        double early = objective.evaluate(batch, START).get("square");
        assertThat(objective.evaluate(batch, new Term.Moment(0, 3)).get("square"))
                .isCloseTo(2 * early, within(1e-13));
    }

    @Test
    void gradientOfATermMatchesFiniteDifferences() {
        Objective both = new ComposedObjective(new ElboReducer(), null, List.of(new SquareTerm()));
        LatentBatch batch = batch();
        both.evaluate(batch, START);
        double[] found = batch.latents().get(0).z().gradient().clone();
        for (int r = 0; r < ROWS; r++) {
            assertThat(found[r])
                    .isCloseTo(slope(both, batch, batch.latents().get(0).z().values(), r), within(1e-8));
        }
    }
}
