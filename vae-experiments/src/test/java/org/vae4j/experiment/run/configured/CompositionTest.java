package org.vae4j.experiment.run.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.eval.ElboEvaluation;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.latent.manifold.VonMisesFisherPosterior;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.train.step.TrainingStep;

/**
 * Every combination of what a configuration can choose is a model that works, or is refused in one line that names a
 * key.
 */
class CompositionTest {

    private static final int BATCH = 6;
    private static final List<String> SECTIONS = List.of(
            "data.lines.size=6",
            "data.lines.train=24",
            "data.lines.test=8",
            "model.encoder=[7]",
            "model.decoder=[5]",
            "model.latent=2",
            "model.activation=tanh",
            "training.batchSize=" + BATCH);

    /** Two-valued for the Bernoulli, grey for the densities. */
    private static String binarisation(String likelihood) {
        return likelihood.equals("bernoulli") ? "data.binarisation=threshold" : "data.binarisation=none";
    }

    static Stream<List<String>> choices() {
        List<List<String>> all = new ArrayList<>();
        for (String prior : List.of("standard_normal", "{mixture: 3}", "{vamp: 4}")) {
            for (String objective : List.of("elbo", "iwae", "iwae_dreg")) {
                for (int draws : new int[] {1, 3}) {
                    for (String likelihood : LIKELIHOODS) {
                        for (String kind : List.of("vae", "autoencoder")) {
                            all.add(choice(kind, PLAIN, prior, likelihood, objective, draws));
                        }
                    }
                    for (String posterior : POSTERIORS) {
                        all.add(choice("vae", posterior, prior, "bernoulli", objective, draws));
                    }
                }
            }
        }
        all.add(choice("autoencoder", POSTERIORS.get(0), "standard_normal", "bernoulli", "elbo", 1));
        all.add(choice("vae", POSTERIORS.get(1), "standard_normal", "gaussian_optimal", "elbo", 1));
        all.addAll(adversarial());
        all.addAll(hierarchical());
        all.addAll(curved());
        all.addAll(dynamics());
        all.addAll(flows());
        return all.stream();
    }

    /** Several stochastic layers, over bounds, priors and draws. */
    private static List<List<String>> hierarchical() {
        String levels = "{levels: [{latent: 2, encoder: [4], decoder: [3]}, {latent: 1}]";
        List<List<String>> all = new ArrayList<>();
        for (String hierarchy : List.of(
                "bottom_up: " + levels, "ladder: " + levels, "top_down: " + levels + ", branch: [3], joint: []")) {
            for (String prior : List.of("standard_normal", "{mixture: 3}", "{vamp: 4}")) {
                for (String objective : List.of("elbo", "iwae", "iwae_dreg", "{piwae: 3}")) {
                    all.add(List.of(
                            "model.kind=vae",
                            "model.prior=" + prior,
                            "model.likelihood=bernoulli",
                            "objective.name=" + objective,
                            "model.draws=3",
                            "model.hierarchy={" + hierarchy + "}}"));
                }
            }
        }
        return all;
    }

    /** The parameters of a layer's posterior do not follow from the example alone. */
    private static boolean isRefusedHierarchy(List<String> choices) {
        boolean hierarchy = choices.stream().anyMatch(choice -> choice.startsWith("model.hierarchy="));
        boolean held = choices.contains("objective.name=iwae_dreg") || choices.contains("objective.name={piwae: 3}");
        boolean bottomUp = choices.stream().anyMatch(choice -> choice.contains("bottom_up"));
        return hierarchy && (held || bottomUp && choices.contains("model.prior={vamp: 4}"));
    }

    private static final String SPHERE = "model.posterior=von_mises_fisher";
    private static final String BALL = "model.posterior={wrapped_normal: 0.6}";

    private static final String POSITIVE = "model.posterior=gamma";

    /** Latents on the sphere, in the ball, of positive numbers and on curves in the plane, with priors of their own and of other spaces. */
    private static List<List<String>> curved() {
        List<List<String>> all = new ArrayList<>();
        for (String posterior : List.of(
                SPHERE, BALL, POSITIVE, "model.posterior={diagonal_gaussian: {leastLogVar: -0.5, mostLogVar: 0.5}}")) {
            for (String prior : List.of(
                    "standard_normal",
                    "sphere",
                    "{wrapped_normal: 0.6}",
                    "wrapped_normal",
                    "ring",
                    "{gamma: {shape: 2}}")) {
                for (String objective : List.of("elbo", "iwae", "iwae_dreg")) {
                    all.add(List.of(
                            "model.kind=vae",
                            "model.prior=" + prior,
                            "model.likelihood=bernoulli",
                            "objective.name=" + objective,
                            "model.draws=3",
                            posterior));
                }
            }
        }
        return all;
    }

    /** Whether posterior and prior lie on different spaces. */
    private static boolean isOnTwoSpaces(List<String> choices) {
        boolean sphere = choices.contains("model.prior=sphere");
        boolean ball = choices.contains("model.prior={wrapped_normal: 0.6}");
        return choices.contains(SPHERE) != sphere
                || choices.contains(BALL) != ball
                || choices.contains(POSITIVE) != choices.contains("model.prior={gamma: {shape: 2}}")
                || choices.contains("model.prior=wrapped_normal");
    }

    /** Paths along the slope of log p(x, z), which needs one. */
    private static List<List<String>> dynamics() {
        List<List<String>> all = new ArrayList<>();
        for (String prior : List.of("standard_normal", "{mixture: 3}", "{flow: 2}", "ring")) {
            for (String objective : List.of("elbo", "iwae", "iwae_dreg", "{piwae: 3}")) {
                for (String likelihood : List.of("bernoulli", "gaussian_learned", "laplace")) {
                    all.add(choice("vae", DYNAMICS, prior, likelihood, objective, 3));
                }
            }
        }
        all.add(choice("vae", DYNAMICS, "standard_normal", "log_cosh", "elbo", 1));
        all.add(choice("vae", DYNAMICS, "standard_normal", "gaussian_optimal", "elbo", 1));
        all.add(choice("autoencoder", DYNAMICS, "standard_normal", "bernoulli", "elbo", 1));
        return all;
    }

    /** Whether a path has no slope, or one that two losses would share. */
    private static boolean isWithoutSlope(List<String> choices) {
        boolean learned = choices.contains("model.prior={mixture: 3}") || choices.contains("model.prior={flow: 2}");
        boolean rough = Stream.of("laplace", "log_cosh", "gaussian_optimal")
                .anyMatch(likelihood -> choices.contains("model.likelihood=" + likelihood));
        return choices.contains("model.transforms=" + DYNAMICS)
                && (learned || rough || choices.contains("objective.name={piwae: 3}"));
    }

    /** The flow prior, over posteriors, bounds and layers. */
    private static List<List<String>> flows() {
        List<List<String>> all = new ArrayList<>();
        for (String objective : List.of("elbo", "iwae", "iwae_dreg", "{piwae: 3}")) {
            for (String posterior : List.of(PLAIN, POSTERIORS.get(0), "full")) {
                all.add(choice("vae", posterior, FLOW, "bernoulli", objective, 3));
            }
        }
        all.add(choice("autoencoder", PLAIN, FLOW, "bernoulli", "elbo", 1));
        all.add(List.of(
                "model.kind=vae",
                "model.prior=" + FLOW,
                "model.likelihood=bernoulli",
                "objective.name=elbo",
                "model.draws=1",
                "model.hierarchy={ladder: {levels: [{latent: 2, encoder: [4], decoder: [3]}]}}"));
        return all;
    }

    /** Terms with a discriminator, over what they could get in the way of. */
    private static List<List<String>> adversarial() {
        List<List<String>> all = new ArrayList<>();
        for (String term : List.of("factor", "adversarial", "gan")) {
            for (String kind : List.of("vae", "autoencoder")) {
                for (String prior : List.of("standard_normal", "{mixture: 3}")) {
                    for (String objective : List.of("elbo", "iwae", "iwae_dreg", "{piwae: 3}")) {
                        all.add(List.of(
                                "model.kind=" + kind,
                                "model.prior=" + prior,
                                "model.likelihood=bernoulli",
                                "objective.name=" + objective,
                                "model.draws=" + (kind.equals("vae") ? 3 : 1),
                                "objective.terms=[{" + term + ": {discriminator: [4, 3]}}]",
                                "training.groups." + term + ".learningRate=0.01"));
                    }
                }
            }
        }
        return all;
    }

    /** A diagonal Gaussian that nothing transforms. */
    private static final String PLAIN = "[]";

    private static final String DYNAMICS = "[{hamiltonian: {length: 2, step: 0.1, beta0: 0.5}}]";
    private static final String FLOW = "{flow: {length: 2, units: 3}}";

    /** Transforms of a diagonal Gaussian, and of one with covariances. */
    private static final List<String> POSTERIORS = List.of(
            "[{planar: 2}]",
            "[{iaf: {length: 2, units: 6, layers: 1, context: 3}}]",
            "[{coupling: {length: 2, units: 6, layers: 1, context: 0}}, {householder: 1}]",
            "[{radial: {length: 2, parameters: global}}, {sylvester: {length: 1, size: 2}}]",
            "full");

    private static final List<String> LIKELIHOODS = List.of(
            "bernoulli",
            "gaussian",
            "gaussian_optimal",
            "gaussian_learned",
            "gaussian_per_pixel",
            "discretised_logistic",
            "log_cosh");

    private static List<String> choice(
            String kind, String posterior, String prior, String likelihood, String objective, int draws) {
        return List.of(
                "model.kind=" + kind,
                "model.prior=" + prior,
                "model.likelihood=" + likelihood,
                "objective.name=" + objective,
                "model.draws=" + draws,
                posterior.equals("full") ? "model.posterior=full_gaussian" : "model.transforms=" + posterior);
    }

    private static ExperimentConfig config(List<String> choices) {
        List<String> overrides = new ArrayList<>(SECTIONS);
        overrides.addAll(choices);
        overrides.add(binarisation(choices.get(2).substring("model.likelihood=".length())));
        return new ConfigResolver(
                        "some-vae", "{data: , model: , objective: , training: , evaluation: }", NoOptions.class)
                .resolve(overrides);
    }

    /** The table of needs and capabilities: a code has nothing to draw, weigh or regularise. */
    private static boolean isRefused(List<String> choices) {
        boolean code = choices.contains("model.kind=autoencoder");
        boolean adversary = choices.stream().anyMatch(choice -> choice.startsWith("objective.terms="));
        boolean paths = adversary && choices.contains("objective.name=iwae_dreg");
        boolean gan = choices.stream().anyMatch(CompositionTest::isGan);
        boolean drawsPrior = (gan || choices.stream().anyMatch(choice -> choice.contains("adversarial")))
                && choices.contains("model.prior={mixture: 3}");
        boolean weighs = !choices.contains("objective.name=elbo");
        boolean encodedAndTransformed = choices.contains("model.prior={vamp: 4}")
                && !choices.contains("model.transforms=" + PLAIN)
                && choices.stream().noneMatch(choice -> choice.startsWith("model.hierarchy="));
        boolean wantsMore = weighs
                || choices.contains("model.draws=3")
                || !choices.contains("model.prior=standard_normal")
                || choices.stream().anyMatch(c -> c.startsWith("model.transforms=") && !c.endsWith(PLAIN));
        return paths
                || gan && weighs
                || isRefusedHierarchy(choices)
                || isOnTwoSpaces(choices)
                || isWithoutSlope(choices)
                || drawsPrior
                || encodedAndTransformed
                || code && wantsMore
                || weighs
                        && (choices.contains("model.likelihood=gaussian_optimal")
                                || choices.contains("model.likelihood=log_cosh"));
    }

    private static boolean isGan(String choice) {
        return choice.contains("{gan: ");
    }

    @ParameterizedTest
    @MethodSource("choices")
    void worksOrIsRefusedInOneLine(List<String> choices, @TempDir Path folder) throws IOException {
        ExperimentConfig config;
        try {
            config = config(choices);
        } catch (ConfigException e) {
            assertThat(isRefused(choices)).as(e.getMessage()).isTrue();
            assertThat(e.getMessage()).contains("found", "expected").doesNotContain("\n");
            assertThat(e.getMessage()).containsPattern("(model|objective)\\.[a-zA-Z]+");
            return;
        }
        assertThat(isRefused(choices)).as("%s should be refused", choices).isFalse();
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), config.seed());
        LatentModel model = ConfiguredModel.create(config, data, 4);
        INDArray x = data.training(BATCH).next().getFeatures();
        boolean isSlope = choices.stream()
                .noneMatch(choice -> choice.contains("iwae_dreg") || choice.contains("piwae") || isGan(choice));
        if (isSlope) {
            requireSlope(model, x);
        }
        requireSameWithTwoWorkers(config, data, x);
        requireResumes(model, x, folder);
        requireEvaluates(model, data, folder);
    }

    /** The derivative along one random direction, in double precision: 45 nats · 1e-16 / 1e-6 of rounding. */
    private static void requireSlope(LatentModel model, INDArray x) {
        ComputationGraphConfiguration configuration =
                model.graph().getConfiguration().clone();
        configuration.setDataType(DataType.DOUBLE);
        ComputationGraph graph = new ComputationGraph(configuration);
        graph.init();
        graph.setParams(model.graph().params().castTo(DataType.DOUBLE));
        // A code of zeros, which an empty image has, would lie where the leaky ReLU has no slope.
        discriminators(graph).forEach(layer -> layer.getParam("b").addi(0.1));
        LatentModel exact = LatentModel.of(graph);
        if (exact.posterior() instanceof VonMisesFisherPosterior) {
            // Nor has a direction of length 0 a slope.
            graph.getLayer("posterior").getParam("b").addi(0.1);
        }
        INDArray pixels = x.castTo(DataType.DOUBLE).dup('f');
        exact.compiled().gradient(pixels);
        // Discriminators do not follow the slope of the model's objective.
        discriminators(graph).forEach(layer -> layer.getGradientsViewArray().assign(Double.NaN));
        double[] gradient =
                graph.getFlattenedGradients().reshape(graph.numParams()).toDoubleVector();
        double[] direction = new Random(4).doubles(gradient.length, -1, 1).toArray();
        double expected = 0;
        for (int i = 0; i < gradient.length; i++) {
            direction[i] = Double.isNaN(gradient[i]) ? 0 : direction[i];
            gradient[i] = Double.isNaN(gradient[i]) ? 0 : gradient[i];
            expected += gradient[i] / x.size(0) * direction[i];
        }
        double[] start = graph.params().reshape(graph.numParams()).toDoubleVector();
        double slope =
                (along(exact, pixels, start, direction, 1e-6) - along(exact, pixels, start, direction, -1e-6)) / 2e-6;
        assertThat(slope).isCloseTo(expected, within(2e-6 * (1 + Math.abs(expected))));
    }

    private static List<Layer> discriminators(ComputationGraph graph) {
        return Stream.of(graph.getLayers())
                .filter(layer -> layer.conf().getLayer().getLayerName().startsWith("auxiliary-"))
                .toList();
    }

    private static double along(LatentModel model, INDArray x, double[] start, double[] direction, double step) {
        for (int i = 0; i < start.length; i++) {
            model.graph().params().putScalar(i, start[i] + step * direction[i]);
        }
        return model.compiled().gradient(x).objectiveNats();
    }

    private static void requireSameWithTwoWorkers(ExperimentConfig config, ConfiguredData data, INDArray x) {
        LatentModel one = ConfiguredModel.create(config, data, 4);
        LatentModel two = ConfiguredModel.create(config, data, 4);
        if (!two.compiled().perExample()) {
            return;
        }
        try (TrainingStep step = new TrainingStep(one);
                TrainingStep shared = new TrainingStep(two, 2)) {
            // The gradients are equal to rounding; Adam's first step divides them by their size, so the loss is
            // compared.
            assertThat(shared.apply(x).objectiveNats()).isCloseTo(step.apply(x).objectiveNats(), within(1e-4));
        }
    }

    private static void requireResumes(LatentModel model, INDArray x, Path folder) throws IOException {
        try (TrainingStep step = new TrainingStep(model)) {
            step.apply(x);
            model.save(folder.resolve("model.zip"));
            LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
            try (TrainingStep other = new TrainingStep(loaded)) {
                step.apply(x);
                other.apply(x);
            }
            assertThat(loaded.graph().params()).isEqualTo(model.graph().params());
        }
    }

    private static void requireEvaluates(LatentModel model, ConfiguredData data, Path folder) throws IOException {
        ImageBatchIterator test = data.evaluation(data.split().test(), BATCH);
        assertThat(ElboEvaluation.of(model, test, 1, 3).terms().negElboNats()).isFinite();
        if (model.isVariational()
                && !model.compiled().likelihood().dependsOnBatch()
                && model.compiled().likelihood().hasDensity()) {
            assertThat(new ImportanceSampling(model, 5).estimate(test, 3).negLogLikelihoodNats())
                    .isFinite();
        }
        model.decoder().save(folder.resolve("decoder.zip"));
        Decoder decoder = Decoder.load(folder.resolve("decoder.zip"));
        assertThat(decoder.samplePrior(2, 1).toFloatMatrix()[1])
                .containsExactly(model.samplePrior(2, 1).toFloatMatrix()[1], within(1e-6f));
    }
}
