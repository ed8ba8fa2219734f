package org.vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.Prior;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.MixtureOfGaussiansPrior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.latent.prior.VampPrior;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Architecture;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.model.spec.LatentSpec;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.network.hierarchy.BottomUp;
import org.vae4j.network.hierarchy.Hierarchy;
import org.vae4j.network.hierarchy.Ladder;
import org.vae4j.network.hierarchy.TopDown;
import org.vae4j.network.transform.Coupling;
import org.vae4j.network.transform.Iaf;
import org.vae4j.network.transform.Parameters;
import org.vae4j.network.transform.Planar;
import org.vae4j.network.transform.Transform;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.Values;
import org.vae4j.train.step.TrainingStep;
import org.vae4j.update.ClipNorm;
import org.vae4j.update.ClippedUpdater;
import org.vae4j.update.MomentumSgd;
import org.vae4j.update.Updater;
import org.vae4j.update.optimiser.GroupDecay;
import org.vae4j.update.optimiser.GroupOptimiser;
import org.vae4j.update.optimiser.Optimiser;
import org.vae4j.update.optimiser.ParameterGroup;

/** Updaters and weight decays per group of layers. */
class ParameterGroupsTest {

    private static final int FEATURES = 10;
    /** Parameters of the encoder, which come first: layers of 10 to 8 and of 8 to 6 units with biases. */
    private static final int ENCODER = 80 + 8 + 48 + 6;

    private static final Updater ADAM = FlushingAdam.withLearningRate(0.01);
    private static final Updater CLIPPED = new ClippedUpdater(ADAM, ClipNorm.global(0.3));
    private static final Updater DESCENT = new MomentumSgd(new ConstantRate(0.1), 0.9);

    /** Groups whose optimisers equal that of the training. */
    enum EqualGroups {
        ONE_GROUP_OF_ALL(ParameterGroup.ALL),
        TWO_EQUAL_GROUPS(ParameterGroup.ENCODER, ParameterGroup.DECODER),
        ONE_OF_TWO(ParameterGroup.DECODER);

        private final List<ParameterGroup> groups;

        EqualGroups(ParameterGroup... groups) {
            this.groups = List.of(groups);
        }

        Optimiser of(Updater updater, GroupDecay... decays) {
            return Optimiser.of(updater, decays)
                    .withGroups(groups.stream()
                            .map(group -> new GroupOptimiser(group, Optimiser.of(updater, decays)))
                            .toList());
        }
    }

    private static LatentModel model(Optimiser optimiser) {
        ModelSpec spec = new ModelSpec(
                FEATURES,
                List.of(8),
                3,
                List.of(7),
                Nonlinearity.TANH,
                Bottleneck.GAUSSIAN,
                new BernoulliLikelihood(),
                ElboObjective.standard());
        return LatentModel.create(spec, optimiser, 2, DataType.FLOAT);
    }

    private static double[] trained(LatentModel model, int from, int to) {
        try (TrainingStep step = new TrainingStep(model, 2)) {
            for (int i = from; i < to; i++) {
                step.apply(Values.pixels(i, DataType.FLOAT, 8, FEATURES));
            }
        }
        return Values.of(model.graph().params());
    }

    private static double[] trained(Optimiser optimiser) {
        return trained(model(optimiser), 0, 6);
    }

    @ParameterizedTest
    @EnumSource
    void groupsWithEqualOptimisersTrainLikeNoGroups(EqualGroups groups) {
        GroupDecay decay = GroupDecay.decoupled(0.1);
        for (Updater updater : List.of(ADAM, CLIPPED, DESCENT)) {
            assertThat(trained(groups.of(updater))).isEqualTo(trained(Optimiser.of(updater)));
            assertThat(trained(groups.of(updater, decay))).isEqualTo(trained(Optimiser.of(updater, decay)));
        }
    }

    private static Optimiser decoderBy(Updater updater, GroupDecay... decays) {
        return Optimiser.of(ADAM)
                .withGroups(List.of(new GroupOptimiser(ParameterGroup.DECODER, Optimiser.of(updater, decays))));
    }

    /** Compared after one step, since later gradients depend on the parameters of both groups. */
    @Test
    void updaterOfAGroupMovesThatGroupAlone() {
        double[] mixed = trained(model(decoderBy(DESCENT)), 0, 1);
        double[] adam = trained(model(Optimiser.of(ADAM)), 0, 1);
        double[] descent = trained(model(Optimiser.of(DESCENT)), 0, 1);
        assertThat(Arrays.copyOf(mixed, ENCODER)).isEqualTo(Arrays.copyOf(adam, ENCODER));
        assertThat(Arrays.copyOfRange(mixed, ENCODER, mixed.length))
                .isEqualTo(Arrays.copyOfRange(descent, ENCODER, descent.length))
                .isNotEqualTo(Arrays.copyOfRange(adam, ENCODER, adam.length));
    }

    @Test
    void decayOfAGroupReplacesThatOfTheTraining() {
        Optimiser both = Optimiser.of(ADAM, GroupDecay.decoupled(0.5))
                .withGroups(List.of(
                        new GroupOptimiser(ParameterGroup.ENCODER, Optimiser.of(ADAM, GroupDecay.decoupled(0.2))),
                        new GroupOptimiser(ParameterGroup.DECODER, Optimiser.of(ADAM))));
        Optimiser expected = Optimiser.of(ADAM, new GroupDecay(ParameterGroup.ENCODER, GroupDecay.Form.DECOUPLED, 0.2));
        assertThat(trained(both)).isEqualTo(trained(expected)).isNotEqualTo(trained(Optimiser.of(ADAM)));
    }

    private static LatentSpec hierarchy(Hierarchy hierarchy, Prior prior) {
        return new LatentSpec(new DiagonalGaussianPosterior(), List.of(), prior, hierarchy);
    }

    @Test
    void everyLayerWithParametersBelongsToExactlyOneGroup() {
        Transform planar = new Planar(2, Parameters.GLOBAL);
        for (LatentSpec latents : List.of(
                new LatentSpec(
                        new DiagonalGaussianPosterior(),
                        List.of(new Iaf(), new Coupling(), planar),
                        new MixtureOfGaussiansPrior(2)),
                new LatentSpec(new DiagonalGaussianPosterior(), new VampPrior()),
                hierarchy(new BottomUp(), new MixtureOfGaussiansPrior(2)),
                hierarchy(new Ladder(), new VampPrior()),
                hierarchy(new TopDown(), new StandardNormalPrior()))) {
            Architecture network = new Architecture(
                    new Shape.Features(FEATURES),
                    Dense.layers(List.of(8)),
                    3,
                    new DecoderLayout.Listed(Dense.layers(List.of(7))),
                    new Style(Nonlinearity.TANH));
            ModelSpec spec = new ModelSpec(network, latents, new BernoulliLikelihood(), ElboObjective.standard(), 1);
            for (Layer layer : LatentModel.create(spec, ADAM, 2).graph().getLayers()) {
                String name = layer.conf().getLayer().getLayerName();
                long groups = Stream.of(ParameterGroup.ENCODER, ParameterGroup.DECODER, ParameterGroup.PRIOR)
                        .filter(group -> group.contains(name))
                        .count();
                if (layer.numParams() > 0) {
                    assertThat(groups).as(name).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void resumedTrainingHasTheBitsOfAnUninterruptedOne(@TempDir Path folder) throws IOException {
        Optimiser optimiser = decoderBy(new ClippedUpdater(DESCENT, ClipNorm.global(0.1)), GroupDecay.decoupled(0.1));
        double[] whole = trained(optimiser);
        LatentModel half = model(optimiser);
        trained(half, 0, 3);
        half.save(folder.resolve("half.zip"));
        assertThat(trained(LatentModel.load(folder.resolve("half.zip")), 3, 6)).isEqualTo(whole);
    }

    @Test
    void refusesGroupsThatOverlap() {
        GroupOptimiser all = new GroupOptimiser(ParameterGroup.ALL, Optimiser.of(ADAM));
        GroupOptimiser encoder = new GroupOptimiser(ParameterGroup.ENCODER, Optimiser.of(ADAM));
        assertThatThrownBy(() -> model(Optimiser.of(ADAM).withGroups(List.of(all, encoder))))
                .hasMessageContaining("found the layer encoder-1 in the groups all and encoder");
    }

    @Test
    void refusesAGroupWithoutLayers() {
        assertThatThrownBy(() -> model(Optimiser.of(ADAM)
                        .withGroups(List.of(new GroupOptimiser(ParameterGroup.PRIOR, Optimiser.of(ADAM))))))
                .hasMessageContaining("found no layer of the group prior");
    }

    @Test
    void refusesGroupsWithinAGroup() {
        GroupOptimiser encoder = new GroupOptimiser(ParameterGroup.ENCODER, Optimiser.of(ADAM));
        Optimiser nested = Optimiser.of(ADAM).withGroups(List.of(encoder));
        assertThatThrownBy(() -> new GroupOptimiser(ParameterGroup.DECODER, nested))
                .hasMessageContaining("found groups within the group decoder");
    }
}
