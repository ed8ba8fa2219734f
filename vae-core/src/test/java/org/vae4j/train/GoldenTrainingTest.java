package org.vae4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.testing.GoldenTraining;

/**
 * Tiny trainings end where they ended when {@code golden-trainings.txt} was recorded: the safety net for whoever
 * rebuilds the core. A gradient of which one term changes by a millionth leaves the tolerance of the double-precision
 * trainings, which only rounding may use.
 *
 * <p>To record the file again, after a change that is meant to change what a training computes, run
 *
 * <pre>{@code mvn -pl vae-core test -Dtest=GoldenTrainingTest -Dvae4j.golden=record}</pre>
 *
 * and say in the commit's message which lines changed and why these.
 */
class GoldenTrainingTest {

    private static final String FILE = "golden-trainings.txt";

    /**
     * Relative to the norm of the parameters. Kernels of different processors add in different orders, which changes
     * sums of some ten terms by 1e-16 of their size, and Adam enlarges that where a gradient is near zero.
     */
    private static final double DOUBLE_ROUNDING = 1e-10;

    /** The same in single precision, whose rounding is 1e-7; a training in double precision ends that near, too. */
    private static final double FLOAT_ROUNDING = 1e-5;

    static Stream<GoldenTraining> trainings() {
        return GoldenTraining.all().stream();
    }

    private static boolean recording() {
        return "record".equals(System.getProperty("vae4j.golden"));
    }

    private static double rounding(DataType type) {
        return type == DataType.FLOAT ? FLOAT_ROUNDING : DOUBLE_ROUNDING;
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void endsWhereItEverDid(GoldenTraining training) throws IOException {
        double[] found = fingerprint(training.run());
        assertThat(fingerprint(training.run())).as("the same training again").isEqualTo(found);
        if (recording()) {
            return;
        }
        double[] expected = golden().get(training.name());
        assertThat(expected)
                .as("a line for \"" + training.name() + "\" in " + FILE)
                .isNotNull();
        double tolerance = rounding(training.type()) * expected[0];
        assertThat(found).containsExactly(expected, within(tolerance));
    }

    @Test
    void theFileHasALineForEachTraining() throws IOException {
        if (recording()) {
            String text = trainings()
                    .map(training -> training.name() + ": "
                            + Arrays.stream(fingerprint(training.run()))
                                    .mapToObj(Double::toString)
                                    .collect(Collectors.joining(" ")))
                    .collect(Collectors.joining("\n", "", "\n"));
            Files.writeString(Path.of("src/test/resources/org/vae4j/train", FILE), text);
            return;
        }
        assertThat(golden().keySet())
                .containsExactlyElementsOf(trainings().map(GoldenTraining::name).toList());
    }

    /** One term of the gradient, times 1.000001: the KL's, by its weight. */
    @Test
    void aChangeOfAMillionthInOneTermIsFound() throws IOException {
        GoldenTraining changed = GoldenTraining.elbo(1 + 1e-6);
        double[] expected = recording()
                ? fingerprint(GoldenTraining.elbo(1).run())
                : golden().get(GoldenTraining.elbo(1).name());
        double[] found = fingerprint(changed.run());
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = Math.max(largest, Math.abs(found[i] - expected[i]));
        }
        assertThat(largest).isGreaterThan(10 * DOUBLE_ROUNDING * expected[0]);
    }

    /**
     * The norm of all parameters, and sums of all of them with eight different sets of weights: whichever parameter
     * changes, the sums do.
     */
    private static double[] fingerprint(ComputationGraph graph) {
        double[] parameters = graph.params().dup().data().asDouble();
        double[] result = new double[9];
        for (int i = 0; i < parameters.length; i++) {
            result[0] += parameters[i] * parameters[i];
            for (int k = 1; k < result.length; k++) {
                result[k] += parameters[i] * StrictMath.cos(k * (i + 1.0));
            }
        }
        result[0] = Math.sqrt(result[0]);
        return result;
    }

    private static Map<String, double[]> golden() throws IOException {
        try (InputStream file = GoldenTrainingTest.class.getResourceAsStream(FILE)) {
            Map<String, double[]> result = new LinkedHashMap<>();
            List<String> lines = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (String line : lines) {
                int colon = line.indexOf(": ");
                result.put(
                        line.substring(0, colon),
                        Arrays.stream(line.substring(colon + 2).split(" "))
                                .mapToDouble(Double::parseDouble)
                                .toArray());
            }
            return result;
        }
    }
}
