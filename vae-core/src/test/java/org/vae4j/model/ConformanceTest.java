package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.vae4j.baseline.ProbabilisticPca;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.GraphBuilder;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.model.spec.VampPriorModelTest;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Objective;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.PpcaModel;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;

/**
 * Computes every limit case of the page docs/conformance.md and checks that it holds. With {@code -Dvae4j.update=true}
 * the page is written from the results.
 */
class ConformanceTest {

    private static final Path PAGE = Path.of("../docs/conformance.md");
    private static final int FEATURES = 6;
    static final INDArray X = Values.pixels(3, DataType.DOUBLE, 5, FEATURES);

    /**
     * A row of the page.
     *
     * @param model the tested model
     * @param limit the model or value that it must equal
     * @param allowed the largest deviation allowed; 0 for equal bits
     * @param deviation computes the largest deviation
     */
    record Row(String model, String limit, double allowed, DoubleSupplier deviation) {}

    private static final List<Row> ROWS = Stream.of(
                    rows(),
                    BaselineConformance.rows(),
                    ObjectiveConformance.rows(),
                    AdversarialConformance.rows(),
                    WeakConformance.rows(),
                    TransformConformance.rows(),
                    ManifoldConformance.rows(),
                    HamiltonianConformance.rows(),
                    HierarchicalConformance.rows())
            .flatMap(List::stream)
            .toList();

    private static List<Row> rows() {
        return List.of(
                new Row(
                        "`objective.beta: 1`",
                        "the objective and every gradient of the plain ELBO",
                        0,
                        () -> between(
                                model(ComposedObjective.of(new ElboReducer()), 1),
                                model(new ComposedObjective(new ElboReducer(), new FixedSchedule(1), List.of()), 1))),
                new Row(
                        "`objective.name: elbo`, composed",
                        "the objective of version 0.1, three draws",
                        0,
                        () -> between(
                                model(ComposedObjective.of(new ElboReducer()), 3), model(ElboObjective.standard(), 3))),
                new Row(
                        "`objective.name: iwae`, composed",
                        "the objective of version 0.1, three draws",
                        0,
                        () -> between(
                                model(ComposedObjective.of(new ImportanceWeightedReducer()), 3),
                                model(ImportanceWeightedObjective.standard(), 3))),
                new Row(
                        "`model.prior: {mixture: 1}` at the origin",
                        "p(z) = N(0, I): the bound of three draws",
                        1e-12,
                        ConformanceTest::mixtureAgainstStandard),
                new Row(
                        "mixture prior, `objective.name: elbo`, compiled",
                        "the pass of DL4J's own graph, every gradient",
                        0,
                        ConformanceTest::compiledAgainstDl4j),
                new Row(
                        "`model.prior: {vamp: 1}`, the pseudo-input's posterior being N(0, I)",
                        "p(z) = N(0, I): the bound of three draws, log p(x), the decoder's gradients",
                        1e-10,
                        VampPriorModelTest::onePseudoInputAgainstStandard),
                new Row(
                        "`model.prior: vamp`, the pseudo-inputs being all examples",
                        "p(z) = q(z): the marginal KL is 0",
                        1e-12,
                        () -> Math.abs(VampPriorModelTest.withAllExamplesAsPseudoInputs()
                                .marginalKlNats())),
                new Row(
                        "linear decoder, exact posterior",
                        "probabilistic PCA: log p(x) in closed form, by importance sampling with 10 samples",
                        1e-10,
                        ConformanceTest::linearAgainstPca));
    }

    static LatentModel model(Objective objective, int draws) {
        return model(LatentSpec.STANDARD, objective, draws);
    }

    static LatentModel model(LatentSpec latents, Objective objective, int draws) {
        return model(Dense.layers(List.of(7)), latents, objective, draws);
    }

    static LatentModel model(List<BlockSpec> encoder, LatentSpec latents, Objective objective, int draws) {
        Architecture network = new Architecture(
                new Shape.Features(FEATURES),
                encoder,
                2,
                new DecoderLayout.Listed(Dense.layers(List.of(4))),
                new Style(Nonlinearity.TANH));
        ModelSpec spec = new ModelSpec(network, latents, new BernoulliLikelihood(), objective, draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
    }

    /** The objective; afterwards the network's gradient array has the gradients. */
    static double objective(LatentModel model) {
        return model.compiled().gradient(X).objectiveNats();
    }

    /** The largest difference of objective and gradients between two models, which get the same parameters. */
    static double between(LatentModel one, LatentModel other) {
        other.graph().setParams(one.graph().params());
        double objective = Math.abs(one.compiled().gradient(X).objectiveNats()
                - other.compiled().gradient(X).objectiveNats());
        return Math.max(objective, largestDifference(gradient(one), gradient(other)));
    }

    private static double[] gradient(LatentModel model) {
        return Values.of(model.graph().getFlattenedGradients().reshape(1, -1));
    }

    private static double largestDifference(double[] one, double[] other) {
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest;
    }

    private static double mixtureAgainstStandard() {
        Objective bound = ComposedObjective.of(new ImportanceWeightedReducer());
        LatentModel mixture =
                model(new LatentSpec(new DiagonalGaussianPosterior(), new MixtureOfGaussiansPrior(1)), bound, 3);
        LatentModel standard =
                model(new LatentSpec(new DiagonalGaussianPosterior(), new StandardNormalPrior()), bound, 3);
        mixture.graph().getLayer(GraphBuilder.PRIOR_PARAMETERS).getParam("W").assign(0);
        return besidePrior(mixture, standard);
    }

    /**
     * The largest difference of objective and shared gradients between models that get the same parameters but the
     * prior's.
     */
    static double besidePrior(LatentModel learned, LatentModel standard) {
        List<String> shared = List.of("encoder-1", "posterior", "decoder-1", "likelihood-parameters");
        for (String layer : shared) {
            learned.graph()
                    .getLayer(layer)
                    .setParams(standard.graph().getLayer(layer).params());
        }
        double largest = Math.abs(learned.compiled().gradient(X).objectiveNats()
                - standard.compiled().gradient(X).objectiveNats());
        for (String layer : shared) {
            largest = Math.max(largest, largestDifference(gradient(learned, layer), gradient(standard, layer)));
        }
        return largest;
    }

    private static double[] gradient(LatentModel model, String layer) {
        return Values.of(model.graph().getLayer(layer).getGradientsViewArray().reshape(1, -1));
    }

    private static double compiledAgainstDl4j() {
        ComputationGraph graph = model(
                        new LatentSpec(new DiagonalGaussianPosterior(), new MixtureOfGaussiansPrior(3)),
                        ComposedObjective.of(new ElboReducer()),
                        3)
                .graph();
        double[] expected = GradientCheck.gradient(graph, X, X);
        CompiledGraph.of(graph).gradient(X);
        return largestDifference(
                Values.of(graph.getFlattenedGradients().reshape(1, -1).div(X.size(0))), expected);
    }

    private static double linearAgainstPca() {
        ProbabilisticPca ppca = PpcaModel.ppca(8, 3);
        INDArray x = ppca.sample(20, 7);
        double[] found = new ImportanceSampling(PpcaModel.of(ppca, 0, 1, DataType.DOUBLE), 10).logLikelihood(x, 1);
        return largestDifference(found, ppca.logLikelihood(x));
    }

    private static String page(double[] deviations) {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < ROWS.size(); i++) {
            Row row = ROWS.get(i);
            rows.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s |%n",
                    row.model(),
                    row.limit(),
                    text(row.allowed()),
                    text(deviations[i])));
        }
        return """
                # Conformance

                Limit cases that hold, in double precision: what is tested, what it must be equal to, how far it may be off, and how far it
                was. The page is written by `ConformanceTest` from what it computed:
                `mvn test -pl vae-core -Dtest=ConformanceTest -Dvae4j.update=true`. Every build computes the rows again.

                | model | equal to | allowed | found |
                | --- | --- | --- | --- |
                """ + rows;
    }

    private static String text(double deviation) {
        return deviation == 0 ? "to the bit" : String.format(Locale.ROOT, "%.0e", deviation);
    }

    @Test
    void everyLimitCaseHoldsAndThePageListsIt() throws IOException {
        double[] deviations =
                ROWS.stream().mapToDouble(row -> row.deviation().getAsDouble()).toArray();
        for (int i = 0; i < deviations.length; i++) {
            assertThat(deviations[i])
                    .as(ROWS.get(i).model())
                    .isLessThanOrEqualTo(ROWS.get(i).allowed());
        }
        if (Boolean.getBoolean("vae4j.update")) {
            Files.writeString(PAGE, page(deviations));
        }
        assertThat(withoutDeviations(Files.readString(PAGE)))
                .as("docs/conformance.md is out of date: run this test with -Dvae4j.update=true")
                .isEqualTo(withoutDeviations(page(deviations)));
    }

    /** The page without its last column: the deviations found differ from machine to machine. */
    private static String withoutDeviations(String page) {
        return Arrays.stream(page.split("\\R"))
                .map(line -> line.startsWith("|") ? line.substring(0, line.lastIndexOf('|', line.length() - 2)) : line)
                .collect(Collectors.joining("\n"));
    }
}
