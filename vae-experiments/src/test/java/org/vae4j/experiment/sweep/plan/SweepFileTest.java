package org.vae4j.experiment.sweep.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.network.block.Dense;

/** The axes that a sweep's file describes, and the files that are refused. */
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
    void zipPairsValuesAndChainAppendsThem() {
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
    void aListInsideAListIsOneValue() {
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

    private static final int DRAWS = 200;

    private static final String RATES =
            "random: {trials: 200, seed: 3, keys: {training.learningRate: {logUniform: [1e-4, 1e-1]}}}";

    /** The same key among others, with more trials. */
    private static final String RATES_AND_OTHERS =
            "random: {trials: 300, seed: 3, keys: {model.latent: {integer: [2, 4]}, "
                    + "training.learningRate: {logUniform: [1e-4, 1e-1]}, objective.beta: {uniform: [0, 2]}, "
                    + "model.activation: {choice: [relu, tanh]}}}";

    @Test
    void drawsDependOnSeedKeyAndIndexAlone() {
        List<String> rates = values(settings(RATES), "training.learningRate");
        assertThat(values(settings(RATES_AND_OTHERS), "training.learningRate").subList(0, DRAWS))
                .isEqualTo(rates);
        assertThat(values(settings(RATES.replace("seed: 3", "seed: 4")), "training.learningRate"))
                .isNotEqualTo(rates);
    }

    @Test
    void drawsFollowTheirDistributions() {
        List<Map<String, String>> draws = settings(RATES_AND_OTHERS).subList(0, DRAWS);
        assertThat(values(draws, "objective.beta"))
                .allSatisfy(beta -> assertThat(Double.parseDouble(beta)).isBetween(0.0, 2.0));
        assertThat(new HashSet<>(values(draws, "model.latent"))).containsExactlyInAnyOrder("2", "3", "4");
        assertThat(new HashSet<>(values(draws, "model.activation"))).containsExactlyInAnyOrder("relu", "tanh");
        List<Double> rates = values(draws, "training.learningRate").stream()
                .map(Double::valueOf)
                .toList();
        assertThat(rates).allSatisfy(rate -> assertThat(rate).isBetween(1e-4, 1e-1));
        // Half of a log-uniform distribution is below its geometric mean: 100 ± 7 of 200, four standard deviations.
        double geometricMean = Math.sqrt(1e-4 * 1e-1);
        assertThat(rates.stream().filter(rate -> rate < geometricMean)).hasSizeBetween(72, 128);
    }

    private static List<String> values(List<Map<String, String>> settings, String key) {
        return settings.stream().map(setting -> setting.get(key)).toList();
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
                "experiment: quickstart\\nrandom: {trials: 2, keys: {seed: {integer: [1, 5, 9]}}} | expected two numbers",
                "experiment: quickstart\\nrandom: {trials: 2, keys: {seed: {integer: {from: 1, to: 5}}}} | expected a list",
                "experiment: quickstart\\nrandom: {trials: 2, keys: {seed: {choice: 5}}} | expected a list",
                "experiment: quickstart\\nrandom: {trials: 2, keys: {}} | random.keys: found no key",
                "experiment: quickstart\\nrandom: {trials: 2, keys: {objective.beta: {logUniform: [0, 1]}}} | expected one above 0",
                "experiment: quickstart\\nseeds: 2\\nseeds: 3   | not YAML",
                "experiment: quickstart\\nseeds: 2\\noverrides: {runtime.untilEpoch: 2} | found 'runtime.untilEpoch'",
                "experiment: [                               | not YAML",
            })
    void refusesAMalformedFileInOneLine(String text, String message) {
        assertThatThrownBy(() -> SweepPlan.of(SweepFile.parse(text.replace("\\n", "\n"), "mine", "mine.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
                .hasMessageMatching("(?s)(mine.yaml|sweep mine).*");
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
