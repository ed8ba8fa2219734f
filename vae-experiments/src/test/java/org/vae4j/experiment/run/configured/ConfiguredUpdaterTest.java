package org.vae4j.experiment.run.configured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.SerializationFeature;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.schedule.Cosine;
import org.vae4j.schedule.CosineRestarts;
import org.vae4j.schedule.Cyclic;
import org.vae4j.schedule.Exponential;
import org.vae4j.schedule.Staged;
import org.vae4j.schedule.WarmUp;
import org.vae4j.train.ConstantRate;
import org.vae4j.train.FlushingAdam;
import org.vae4j.update.AdamNormGrad;
import org.vae4j.update.ClipNorm;
import org.vae4j.update.ClipValue;
import org.vae4j.update.ClippedUpdater;
import org.vae4j.update.FlushingAdaMax;
import org.vae4j.update.FlushingRmsProp;
import org.vae4j.update.FlushingRmsProp.Centring;
import org.vae4j.update.MomentumSgd;
import org.vae4j.update.optimiser.GroupDecay;
import org.vae4j.update.optimiser.GroupDecay.Form;
import org.vae4j.update.optimiser.GroupOptimiser;
import org.vae4j.update.optimiser.Optimiser;
import org.vae4j.update.optimiser.ParameterGroup;

/**
 * The optimisers that the keys of {@code training} describe, the keys that are refused, and the hashes of
 * configurations, by which old runs are found.
 */
class ConfiguredUpdaterTest {

    private static final int BATCHES = 10;
    private static final ConstantRate RATE = new ConstantRate(0.001);

    @TempDir
    Path folder;

    private static ExperimentConfig config(String... overrides) {
        return new ConfigResolver("some-vae", "training: {}\n", NoOptions.class).resolve(List.of(overrides));
    }

    private static Optimiser optimiser(String... overrides) {
        return ConfiguredUpdater.of(config(overrides), BATCHES);
    }

    private static IUpdater updater(String... overrides) {
        return optimiser(overrides).updater();
    }

    @Test
    void buildsEachUpdaterByItsName() {
        FlushingAdam adam = FlushingAdam.withLearningRate(0.001);
        assertThat(optimiser()).isEqualTo(Optimiser.of(adam));
        assertThat(optimiser("training.updater=ADAM")).isEqualTo(Optimiser.of(adam));
        assertThat(optimiser("training.updater=adamw", "training.weightDecay=0.01"))
                .isEqualTo(Optimiser.of(adam, GroupDecay.decoupled(0.01)));
        assertThat(updater("training.updater=adamax")).isEqualTo(new FlushingAdaMax(RATE, 0.9, 0.999, 1e-8));
        assertThat(updater("training.updater=adam_norm_grad")).isEqualTo(new AdamNormGrad(RATE, 0.9, 0.999, 1e-8));
        assertThat(updater("training.updater=rmsprop"))
                .isEqualTo(new FlushingRmsProp(RATE, 0.99, 0, 1e-8, Centring.PLAIN));
        assertThat(updater("training.updater=rmsprop", "training.centred=true", "training.momentum=0.9"))
                .isEqualTo(new FlushingRmsProp(RATE, 0.99, 0.9, 1e-8, Centring.CENTRED));
        assertThat(updater("training.updater=sgd")).isEqualTo(new Sgd(RATE));
        assertThat(updater("training.updater=sgd", "training.momentum=0.9")).isEqualTo(new MomentumSgd(RATE, 0.9));
    }

    @Test
    void wrapsTheUpdaterToClipGradients() {
        FlushingAdam adam = FlushingAdam.withLearningRate(0.001);
        assertThat(updater("training.clipNorm=5")).isEqualTo(new ClippedUpdater(adam, ClipNorm.global(5)));
        assertThat(updater("training.clipValue=1")).isEqualTo(new ClippedUpdater(adam, new ClipValue(1)));
        assertThat(updater("training.updater=sgd", "training.clipNorm=5"))
                .isEqualTo(new ClippedUpdater(new MomentumSgd(RATE, 0), ClipNorm.global(5)));
    }

    @Test
    void decaysTheWeightsOfTheGroupThatIsNamed() {
        assertThat(optimiser("training.weightDecay=0.1", "training.weightDecayGroup=decoder")
                        .decays())
                .containsExactly(new GroupDecay(ParameterGroup.DECODER, Form.L2, 0.1));
    }

    @Test
    void convertsEpochsOfAScheduleToUpdates() {
        ScheduleType unit = ScheduleType.ITERATION;
        assertThat(rate("training.schedule.cosine={end: 0, epochs: 5}")).isEqualTo(new Cosine(0.001, 0, 50, unit));
        assertThat(rate("training.schedule.cosineRestarts={end: 0, epochs: 5, growth: 2}"))
                .isEqualTo(new CosineRestarts(0.001, 0, 50, 2, unit));
        assertThat(rate("training.schedule.exponential={factor: 0.5, epochs: 3, floor: 0}"))
                .isEqualTo(new Exponential(0.001, 0.5, 30, 0, unit));
        assertThat(rate("training.schedule.cyclic={low: 0, epochs: 2, rise: 0.5}"))
                .isEqualTo(new Cyclic(0, 0.001, 20, 0.5, unit));
        assertThat(rate("training.schedule.warmupEpochs=2")).isEqualTo(new WarmUp(20, RATE, unit));
    }

    /** The first stage ends within the first epoch of ten updates; the rate is checked at every update around it. */
    @Test
    void stagesBeginAtTheUpdatesThatAreNamed() {
        Object rate =
                rate("training.stages=[{fromUpdate: 3, learningRate: 1e-4}, {fromUpdate: 12, learningRate: 1e-5}]");
        assertThat(rate)
                .isEqualTo(new Staged(
                        List.of(new Staged.Stage(0, 1e-3), new Staged.Stage(3, 1e-4), new Staged.Stage(12, 1e-5)),
                        ScheduleType.ITERATION));
        double[] expected = {1e-3, 1e-3, 1e-3, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-4, 1e-5, 1e-5};
        for (int update = 0; update < expected.length; update++) {
            assertThat(((Staged) rate).valueAt(update, update / BATCHES))
                    .as("update %d", update)
                    .isEqualTo(expected[update]);
        }
    }

    /** Saved models of version 0.1 have this JSON. */
    @Test
    void stagesByEpochsKeepTheirSavedForm() throws JsonProcessingException {
        assertThat(NeuralNetConfiguration.mapper()
                        .writer()
                        .without(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(rate("training.stages=[{fromEpoch: 2, learningRate: 1e-4}]")))
                .isEqualTo("{\"@class\":\"org.vae4j.train.StagedRate\","
                        + "\"stages\":[{\"fromEpoch\":0,\"rate\":0.001},{\"fromEpoch\":2,\"rate\":1.0E-4}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fromEpoch", "fromUpdate"})
    void aConfigurationWithStagesIsReadBackFromItsFile(String key) throws IOException {
        ExperimentConfig config = config("training.stages=[{" + key + ": 2, learningRate: 1e-4}]");
        Path file = Files.writeString(folder.resolve("config.yaml"), config.yaml());
        assertThat(ConfigResolver.stored(file)).isEqualTo(config);
        assertThat(config.yaml()).contains("  - " + key + ": 2\n    learningRate: 1.0E-4\n");
        assertThat(new ConfigResolver("some-vae", "training: {}\n", NoOptions.class)
                        .resolve(file, List.of())
                        .hash())
                .isEqualTo(config.hash());
    }

    @Test
    void aGroupMayHaveStagesByUpdates() {
        assertThat(optimiser("training.groups={decoder: {stages: [{fromUpdate: 3, learningRate: 0.1}]}}")
                        .groups()
                        .get(0)
                        .optimiser()
                        .updater())
                .isEqualTo(updater("training.stages=[{fromUpdate: 3, learningRate: 0.1}]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{fromEpoch: 2, learningRate: 1}, {fromUpdate: 9, learningRate: 1} | training.stages: found fromEpoch beside fromUpdate, expected stages that all begin",
                "{fromEpoch: 2, fromUpdate: 9, learningRate: 1} | training.stages: found fromEpoch and fromUpdate in one stage, expected one",
                "{learningRate: 1} | training.stages: found a stage without a beginning, expected one of",
                "{fromUpdate: 3} | training.stages: found a stage without a rate, expected learningRate",
                "{fromUpdate: 0, learningRate: 1} | training.stages.fromUpdate: found 0, expected a whole number of at least 1",
                "{fromUpdate: 5, learningRate: 1}, {fromUpdate: 5, learningRate: 2} | training.stages.fromUpdate: found 5, expected a whole number of at least 6",
                "{fromUpdate: 2.5, learningRate: 1} | found 2.5 for 'training.stages.fromUpdate'",
                "{fromUpdate: 2, learningRate: -1} | training.stages.learningRate: found -1.0, expected a finite number above 0",
                "{fromStep: 2, learningRate: 1} | found unknown key 'training.stages.fromStep'"
            })
    void refusesStagesThatMakeNoSchedule(String stages, String message) {
        assertThatThrownBy(() -> config("training.stages=[" + stages + "]"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private static Object rate(String override) {
        return ((FlushingAdam) updater(override)).learningRate();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "training.updater=adan | training.updater: found 'adan', expected one of adam, adamw, adamax",
                "training.momentum=0.9 | training.momentum: found 0.9 with training.updater=adam, expected none",
                "training.rho=0.9 | training.rho: found 0.9 with training.updater=adam",
                "training.centred=true | training.centred: found true with training.updater=adam",
                "training.updater=sgd; training.beta1=0.5 | training.beta1: found 0.5 with training.updater=sgd",
                "training.updater=adamax; training.initialSecondMoment=1 | training.initialSecondMoment: found 1.0 with",
                "training.updater=adam_norm_grad; training.clipNorm=1 | training.clipNorm: found 1.0 with training.updater=adam_norm",
                "training.updater=adamw | training.weightDecay: found 0 with training.updater=adamw",
                "training.weightDecayGroup=encoder | training.weightDecayGroup: found encoder without training.weightDecay",
                "training.clipNorm=1; training.clipValue=1 | training.clipValue: found 1.0 beside clipNorm, expected one",
                "training.clipNorm=0 | training.clipNorm: found 0.0, expected a finite number above 0",
                "training.stages=[{fromEpoch: 2, learningRate: 1}]; training.schedule.cosine={end: 0, epochs: 2} | training.stages: found",
                "training.schedule.cosine={end: 0, epochs: 2}; training.schedule.cyclic={low: 0, epochs: 2, rise: 1} | found several of cosine",
                "training.schedule.cosine={end: 0, epochs: 0} | training.schedule.cosine.epochs: found 0, expected",
                "training.schedule.exponential={factor: 0.5, epochs: 2, floor: 0.01} | schedule.exponential.floor: found 0.01, expected none above"
            })
    void refusesKeysThatWouldBeIgnored(String overrides, String message) {
        assertThatThrownBy(() -> config(overrides.split("; ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    /** The hashes are those of version 0.1: keys that came later count only where they are set. */
    @Test
    void oldConfigurationsKeepTheirHashes() {
        assertThat(config().hash()).isEqualTo("669b81a624");
        assertThat(config("training.updater=sgd", "training.learningRate=0.1").hash())
                .isEqualTo("56e8e39a16");
        assertThat(config("training.beta1=0.99", "training.stages=[{fromEpoch: 2, learningRate: 0.1}]")
                        .hash())
                .isEqualTo("c8a489b624");
        assertThat(config("training.clipNorm=5").hash()).isNotEqualTo(config().hash());
    }

    private static GroupOptimiser group(ParameterGroup group, IUpdater updater, GroupDecay... decays) {
        return new GroupOptimiser(group, Optimiser.of(updater, decays));
    }

    @Test
    void groupsOverrideTheKeysOfTheTraining() {
        FlushingAdam adam = FlushingAdam.withLearningRate(0.001);
        assertThat(optimiser("training.groups={decoder: {weightDecay: 1e-7}, encoder: {learningRate: 0.01}}"))
                .isEqualTo(Optimiser.of(adam)
                        .withGroups(List.of(
                                group(ParameterGroup.DECODER, adam, new GroupDecay(ParameterGroup.ALL, Form.L2, 1e-7)),
                                group(ParameterGroup.ENCODER, FlushingAdam.withLearningRate(0.01)))));
        assertThat(optimiser(
                        "training.updater=adamw",
                        "training.weightDecay=0.1",
                        "training.weightDecayGroup=encoder",
                        "training.beta1=0.5",
                        "training.groups.decoder.updater=sgd",
                        "training.groups.decoder.momentum=0.9",
                        "training.groups.decoder.schedule.cosine={end: 0, epochs: 3}"))
                .isEqualTo(new Optimiser(
                        new FlushingAdam(RATE, 0.5, 0.999, 1e-8),
                        List.of(new GroupDecay(ParameterGroup.ENCODER, Form.DECOUPLED, 0.1)),
                        List.of(group(
                                ParameterGroup.DECODER,
                                new MomentumSgd(new Cosine(0.001, 0, 30, ScheduleType.ITERATION), 0.9)))));
    }

    @Test
    void refusesMistakesInGroupsByTheNamesOfTheirKeys() {
        assertThatThrownBy(() -> config("training.groups.decoder.epochs=3"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("training.groups.decoder.epochs", "updater, learningRate");
        assertThatThrownBy(() -> config("training.groups.decoder.lerningRate=3"))
                .hasMessageContaining("found unknown key 'training.groups.decoder.lerningRate'");
        assertThatThrownBy(() -> config("training.groups.decoder.learningRate=-3"))
                .hasMessageContaining("training.groups.decoder.learningRate: found -3.0");
        assertThatThrownBy(() -> config("training.groups.decoder.rho=0.5"))
                .hasMessageContaining("training.groups.decoder.rho: found 0.5 with training.updater=adam");
        assertThatThrownBy(() -> config("training.groups=3")).hasMessageContaining("expected a section per group");
        assertThatThrownBy(() -> new ConfigResolver(
                                "some-vae", "{model: {}, objective: {}, training: {}}", NoOptions.class)
                        .resolve(List.of("training.groups.factor.learningRate=0.1")))
                .hasMessage("training.groups: found 'factor', expected one of encoder, decoder, the groups of"
                        + " parameters that this model has");
    }

    @Test
    void theHashOfGroupsDependsOnTheirValuesAndNotOnTheirForm() {
        assertThat(config("training.groups={}").hash()).isEqualTo(config().hash());
        String one = config("training.groups.decoder={learningRate: 0.010, weightDecay: 1e-7}")
                .hash();
        assertThat(config("training.groups.decoder={weightDecay: 0.0000001, learningRate: 1e-2}")
                        .hash())
                .isEqualTo(one);
        assertThat(config("training.groups.decoder.learningRate=0.01").hash()).isNotEqualTo(one);
        ExperimentConfig config = config("training.groups.decoder={learningRate: 0.010, weightDecay: 1e-7}");
        assertThat(config.yaml()).contains("groups:");
        assertThat(config.flat()).containsEntry("training.groups.decoder.learningRate", "0.01");
    }
}
