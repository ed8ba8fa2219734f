package org.vae4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.eval.LogLikelihoodEstimate;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;
import org.vae4j.eval.annealed.AnnealedImportanceSampling;
import org.vae4j.eval.importance.ImportanceSampling;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Columns;
import org.vae4j.latent.positive.GammaPosterior;
import org.vae4j.latent.positive.GammaPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.math.LogSumExp;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.network.transform.Planar;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.ElboReducer;
import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Objective;
import org.vae4j.objective.term.FreeBitsTerm;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.GradientCheck;
import org.vae4j.testing.Values;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.step.TrainingStep;

/** Models with gamma distributed, and therefore positive, latents. */
class GammaModelTest {

    private static final INDArray X = Values.pixels(3, DataType.DOUBLE, 5, 6);
    private static final LatentSpec LATENTS = new LatentSpec(new GammaPosterior(), new GammaPrior(2, 0.5));
    private static final Objective ELBO = ComposedObjective.of(new ElboReducer());

    private static LatentModel model(int latent, Objective objective, int draws) {
        ModelSpec spec = new ModelSpec(
                new Architecture(
                        new Shape.Features(6),
                        Dense.layers(List.of(7)),
                        latent,
                        new DecoderLayout.Listed(Dense.layers(List.of(4))),
                        new Style(Nonlinearity.TANH)),
                LATENTS,
                new BernoulliLikelihood(),
                objective,
                draws);
        return LatentModel.create(spec, FlushingAdam.withLearningRate(0.01), 5, DataType.DOUBLE);
    }

    /** The gradients of DL4J's own pass and of the compiled one, for every parameter. */
    @Test
    void gradientsMatchFiniteDifferences() {
        for (Objective objective : List.of(
                ELBO,
                ComposedObjective.of(new ImportanceWeightedReducer()),
                new ComposedObjective(new ElboReducer(), null, List.of(new FreeBitsTerm(0.4))))) {
            LatentModel built = model(3, objective, 2);
            GradientCheck.assertGradients(built.graph(), X, X);
            double[] expected = GradientCheck.gradient(built.graph(), X, X);
            built.compiled().gradient(X);
            assertThat(Values.of(
                            built.graph().getFlattenedGradients().reshape(1, -1).div(X.size(0))))
                    .containsExactly(expected, within(1e-13));
        }
    }

    @Test
    void twoWorkersDoTheStepOfOne() {
        LatentModel one = model(3, ELBO, 2);
        LatentModel two = model(3, ELBO, 2);
        try (TrainingStep step = new TrainingStep(one);
                TrainingStep shared = new TrainingStep(two, 2)) {
            assertThat(shared.apply(X).objectiveNats()).isCloseTo(step.apply(X).objectiveNats(), within(1e-12));
        }
        assertThat(Values.of(two.graph().params().reshape(1, -1)))
                .containsExactly(Values.of(one.graph().params().reshape(1, -1)), within(1e-7));
    }

    @Test
    void savedModelTakesTheSameStep(@TempDir Path folder) throws Exception {
        LatentModel built = model(3, ELBO, 1);
        built.save(folder.resolve("model.zip"));
        LatentModel loaded = LatentModel.load(folder.resolve("model.zip"));
        try (TrainingStep step = new TrainingStep(built);
                TrainingStep other = new TrainingStep(loaded)) {
            step.apply(X);
            other.apply(X);
        }
        assertThat(Values.of(loaded.graph().params().reshape(1, -1)))
                .isEqualTo(Values.of(built.graph().params().reshape(1, -1)));
    }

    @Test
    void savedDecoderKeepsThePrior(@TempDir Path folder) throws Exception {
        LatentModel built = model(3, ELBO, 1);
        built.decoder().save(folder.resolve("decoder.zip"));
        Decoder decoder = Decoder.load(folder.resolve("decoder.zip"));
        assertThat(decoder.prior().distribution()).isEqualTo(new GammaPrior(2, 0.5));
        assertThat(Values.of(decoder.samplePrior(4, 1))).isEqualTo(Values.of(built.samplePrior(4, 1)));
        assertThat(Values.of(decoder.decode(built.location(X)))).isEqualTo(Values.of(built.reconstruct(X)));
    }

    /** log p(x) of a model with one latent dimension, by quadrature with even steps of log z. */
    private static double evidence(LatentModel model, INDArray x) {
        int nodes = 800;
        double leastLogZ = -20;
        double step = 25.0 / nodes;
        Columns z = new Columns(nodes, 1);
        Arrays.setAll(z.values(), n -> Math.exp(leastLogZ + step * n));
        double[] logPrior = new double[nodes];
        LATENTS.prior().addLogDensity(z, new Columns(0, 0), logPrior);
        double[] negative = model.negLogLikelihood(x, Nd4j.create(z.values(), new long[] {nodes, 1}, 'f'));
        double[] terms = new double[nodes];
        Arrays.setAll(terms, n -> logPrior[n] - negative[n] + Math.log(z.values()[n] * step));
        return LogSumExp.meanOf(terms) + Math.log(nodes);
    }

    private static double negLogEvidence(LatentModel model) {
        double sum = 0;
        for (int e = 0; e < X.size(0); e++) {
            sum -= evidence(model, X.getRow(e, true).dup('f'));
        }
        return sum / X.size(0);
    }

    /** Compared within four sampling errors. */
    @Test
    void importanceSamplingFindsTheEvidence() {
        LatentModel model = model(1, ELBO, 1);
        double exact = negLogEvidence(model);
        LogLikelihoodEstimate sampled = new ImportanceSampling(model, 20_000).estimate(new BatchList(List.of(X)), 3);
        assertThat(sampled.samplingErrorNats()).isBetween(1e-6, 0.02);
        assertThat(sampled.negLogLikelihoodNats()).isCloseTo(exact, within(4 * sampled.samplingErrorNats()));
    }

    /** Compared within four sampling errors. */
    @Test
    void annealedImportanceSamplingFindsTheEvidence() {
        LatentModel model = model(1, ELBO, 1);
        double exact = negLogEvidence(model);
        LogLikelihoodEstimate annealed = new AnnealedImportanceSampling(
                        model,
                        new AnnealedImportanceSampling.Settings(12, 10, 2, AnnealedImportanceSampling.Start.POSTERIOR))
                .estimate(new BatchList(List.of(X)), 3, done -> {})
                .likelihood();
        assertThat(annealed.samplingErrorNats()).isBetween(1e-6, 0.3);
        assertThat(annealed.negLogLikelihoodNats()).isCloseTo(exact, within(4 * annealed.samplingErrorNats()));
    }

    @Test
    void diagnosticsSumToTheDivergence() {
        LatentModel built = model(3, ELBO, 1);
        PosteriorDiagnostics found = PosteriorDiagnostics.of(built, new BatchList(List.of(X)), 5, 3);
        built.elbo(X, 3);
        double kl = Arrays.stream(built.lastBatch().kl()).average().orElseThrow();
        assertThat(found.klNats()).isCloseTo(kl, within(1e-10));
        assertThat(found.klPerDimensionNats().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(kl, within(1e-10));
        assertThat(found.mutualInformationNats() + found.marginalKlNats()).isFinite();
    }

    @Test
    void refusesTransformsOfAPositiveDraw() {
        assertThatThrownBy(() -> new LatentSpec(new GammaPosterior(), List.of(new Planar()), new GammaPrior()))
                .hasMessageContaining("model.transforms: found planar of a draw on the positive numbers");
    }

    @Test
    void refusesAPriorOnAnotherSpace() {
        assertThatThrownBy(() -> new LatentSpec(new GammaPosterior(), new StandardNormalPrior()))
                .hasMessageContaining("set model.prior to gamma");
    }

    @Test
    void refusesChainsThatStartAtThePrior() {
        LatentModel built = model(3, ELBO, 1);
        assertThatThrownBy(() -> new AnnealedImportanceSampling(
                        built,
                        new AnnealedImportanceSampling.Settings(1, 1, 1, AnnealedImportanceSampling.Start.PRIOR)))
                .hasMessageContaining("let them begin at the posterior");
    }
}
