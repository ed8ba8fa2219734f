package org.vae4j.experiment.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.reproduce.PublishedStudy;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.network.block.Dense;

/** From a file to trials: a pure function of the index. */
class SweepFileTest {

    @Test
    void aGridHasAllCombinationsAndSeedsVaryFastest() {
        List<Trial> trials = plan("""
                seeds: 2
                grid:
                  objective.beta: [0.5, 1]
                  model: {latent: [2, 3]}
                """).trials();
        assertThat(trials).extracting(Trial::label).startsWith("beta=0.5 latent=2 seed=1", "beta=0.5 latent=2 seed=2");
        assertThat(trials)
                .extracting(Trial::label)
                .endsWith("beta=1 latent=3 seed=2")
                .hasSize(8)
                .doesNotHaveDuplicates();
        assertThat(trials.get(6).config().orElseThrow().model().orElseThrow().latent())
                .isEqualTo(3);
    }

    @Test
    void zipGoesSideBySideAndChainOneAfterTheOther() {
        assertThat(settings("""
                        chain:
                          - zip: {objective.beta: [1, 4], training.epochs: [10, 20]}
                          - grid: {model.activation: [tanh]}
                        """))
                .containsExactly(
                        Map.of("objective.beta", "1", "training.epochs", "10"),
                        Map.of("objective.beta", "4", "training.epochs", "20"),
                        Map.of("model.activation", "tanh"));
    }

    @Test
    void aProductCombinesAxesOfAnyKind() {
        assertThat(settings("""
                        product:
                          - zip: {objective.beta: [1, 4], training.epochs: [10, 20]}
                          - seeds: [7, 9]
                        """))
                .hasSize(4)
                .contains(Map.of("objective.beta", "4", "training.epochs", "20", "seed", "9"));
    }

    @Test
    void sweepsPublishedSettings() {
        SweepPlan plan = SweepPlan.of(SweepFile.parse("experiment: burda-static-k1\nseeds: 2", "mine", "mine.yaml"));
        assertThat(plan.invalid()).isEmpty();
        assertThat(plan.trials().get(1).config().orElseThrow().hash())
                .isEqualTo(StudyRunner.resolver(
                                PublishedStudy.named("burda-static-k1").orElseThrow())
                        .resolve(Optional.empty(), List.of("seed=2"))
                        .hash());
    }

    @Test
    void listsAreValuesWhenTheyStandInAList() {
        SweepPlan plan = plan("grid: {model.encoder: [[400], [200, 100]]}");
        assertThat(plan.invalid()).isEmpty();
        assertThat(plan.trials()
                        .get(1)
                        .config()
                        .orElseThrow()
                        .model()
                        .orElseThrow()
                        .encoder())
                .containsExactly(new Dense(200), new Dense(100));
    }

    @Test
    void drawsDependOnSeedKeyAndIndexAlone() {
        String one = "random: {trials: 200, seed: 3, keys: {training.learningRate: {logUniform: [1e-4, 1e-1]}}}";
        String two = "random: {trials: 300, seed: 3, keys: {model.latent: {integer: [2, 4]}, "
                + "training.learningRate: {logUniform: [1e-4, 1e-1]}, objective.beta: {uniform: [0, 2]}, "
                + "model.activation: {choice: [relu, tanh]}}}";
        List<Map<String, String>> few = settings(one);
        List<Map<String, String>> many = settings(two);
        Set<String> latents = new HashSet<>();
        Set<String> activations = new HashSet<>();
        int below = 0;
        for (int i = 0; i < 200; i++) {
            String rate = few.get(i).get("training.learningRate");
            assertThat(many.get(i)).containsEntry("training.learningRate", rate);
            assertThat(Double.parseDouble(rate)).isBetween(1e-4, 1e-1);
            assertThat(Double.parseDouble(many.get(i).get("objective.beta"))).isBetween(0.0, 2.0);
            latents.add(many.get(i).get("model.latent"));
            activations.add(many.get(i).get("model.activation"));
            below += Double.parseDouble(rate) < Math.sqrt(1e-5) ? 1 : 0;
        }
        // Half of a log-uniform distribution is below its geometric mean: 100 ± 7 of 200, four standard deviations.
        assertThat(below).isBetween(72, 128);
        assertThat(latents).containsExactlyInAnyOrder("2", "3", "4");
        assertThat(activations).containsExactlyInAnyOrder("relu", "tanh");
        assertThat(settings(one.replace("seed: 3", "seed: 4"))).isNotEqualTo(few);
    }

    @Test
    void anInvalidTrialIsNamedAndTheOthersStay() {
        SweepPlan plan = plan("grid: {objective.beta: [1, -1, 2]}");
        assertThat(plan.invalid()).extracting(Trial::index).containsExactly(1);
        assertThat(plan.invalid().get(0).problem())
                .hasValueSatisfying(p -> assertThat(p).contains("objective.beta: found -1"));
        assertThat(plan.distinct()).extracting(Trial::index).containsExactly(0, 2);
    }

    @Test
    void trialsOfTheSameConfigurationAreOneRun() {
        SweepPlan plan = plan("chain: [{grid: {objective.beta: [1, 2]}}, {grid: {objective.beta: [2.0, 3]}}]");
        assertThat(plan.trials()).hasSize(4);
        assertThat(plan.distinct()).extracting(Trial::index).containsExactly(0, 1, 3);
    }

    @Test
    void everyTrialBelongsToExactlyOneTask() {
        SweepPlan plan = plan("seeds: 10");
        assertThat(IntStream.rangeClosed(1, 4).mapToObj(i -> plan.task(i, 4)).flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(plan.distinct());
        assertThat(plan.task(2, 4)).extracting(Trial::index).containsExactly(1, 5, 9);
        assertThat(plan.task(11, 12)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "5, 4", "0, 0", "1, 0", "-1, -1"})
    void aTaskIsOneOfTheTasks(int task, int tasks) {
        SweepPlan plan = plan("seeds: 10");
        assertThatThrownBy(() -> plan.task(task, tasks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("task " + task + " of " + tasks);
    }

    @Test
    void keysVaryWhoseValuesDifferAndTheSeedIsLast() {
        assertThat(plan("grid: {objective.beta: [1, 2], model.latent: [2]}\nseeds: 2")
                        .varying())
                .containsExactly("objective.beta", "seed");
    }

    /** Each of these priors has a key of its own that the other has not: trials of the two are no replicates. */
    @Test
    void aKeyThatOnlySomeTrialsHaveVaries() {
        SweepPlan plan = plan("grid: {model.prior: [{vamp: {components: 7}}, {mixture: {components: 7}}]}");
        assertThat(plan.invalid()).isEmpty();
        assertThat(plan.varying()).containsExactly("model.prior.vamp", "model.prior.mixture");
    }

    @Test
    void theSweepsOfTheProjectAreValid() {
        for (String name : Sweeps.names()) {
            assertThat(SweepPlan.of(Sweeps.named(name)).invalid()).as(name).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "experiment: quickstrat\\nseeds: 2            | did you mean 'quickstart'?",
                "seeds: 2                                    | found no experiment",
                "experiment: quickstart                      | found nothing that varies",
                "experiment: quickstart\\ngird: {a: [1]}      | did you mean 'grid'?",
                "experiment: quickstart\\ngrid: 5             | expected keys with lists of values",
                "experiment: quickstart\\ngrid: {model.latnt: [2]} | did you mean 'model.latent'?",
                "experiment: quickstart\\ngrid: {seed: [1]}\\nseeds: 2 | found 'seed' twice",
                "experiment: quickstart\\nzip: {seed: [1], objective.beta: [1, 2]} | zip: found 2 values for objective.beta, expected 1",
                "experiment: quickstart\\nseeds: 0            | seeds: found 0",
                "experiment: quickstart\\nseeds: 2\\nname: a/b  | found name 'a/b'",
                "experiment: quickstart\\nseeds: 2\\ncluster: {partitoin: gpu} | did you mean 'cluster.partition'?",
                "experiment: quickstart\\nseeds: 2\\ncluster: {partition: 'a; rm -rf b'} | partition: found 'a; rm",
                "experiment: quickstart\\nseeds: 2\\ncluster: {extra: ['rm -rf b']} | extra: found 'rm -rf b'",
                "experiment: quickstart\\nseeds: 2\\nhalving: {metric: test.negElboNats} | not of the test set",
                "experiment: quickstart\\nrandom: {trials: 2, keys: {seed: {normal: [1, 2]}}} | unknown distribution 'normal'",
                "experiment: quickstart\\nrandom: {trials: 2, keys: {seed: {integer: [1]}}} | expected two numbers",
                "experiment: quickstart\\nrandom: {trials: 2, keys: {objective.beta: {logUniform: [0, 1]}}} | expected one above 0",
                "experiment: quickstart\\nseeds: 2\\nseeds: 3   | not YAML",
                "experiment: quickstart\\nseeds: 2\\noverrides: {runtime.untilEpoch: 2} | found 'runtime.untilEpoch'",
                "experiment: [                               | not YAML",
            })
    void aMalformedFileIsOneLineThatSaysHowToMendIt(String text, String message) {
        assertThatThrownBy(() -> SweepPlan.of(SweepFile.parse(text.replace("\\n", "\n"), "mine", "mine.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
                .hasMessageMatching("(?s)(mine.yaml|sweep mine).*");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 100})
    void halvingMultipliesTheEpochsOfARungAndEndsAtTheLast(int epochs) {
        List<Integer> rungs = new HalvingConfig(1, 3, "valid.negElboNats").rungs(epochs);
        assertThat(rungs).isSorted().doesNotHaveDuplicates().endsWith(epochs);
        for (int i = 1; i < rungs.size() - 1; i++) {
            assertThat(rungs.get(i)).isEqualTo(3 * rungs.get(i - 1));
        }
    }

    private static SweepPlan plan(String axes) {
        return SweepPlan.of(SweepFile.parse("experiment: quickstart\n" + axes, "mine", "mine.yaml"));
    }

    private static List<Map<String, String>> settings(String axes) {
        Axis axis = SweepFile.parse("experiment: quickstart\n" + axes, "mine", "mine.yaml")
                .axis();
        return IntStream.range(0, axis.size()).mapToObj(axis::at).toList();
    }
}
