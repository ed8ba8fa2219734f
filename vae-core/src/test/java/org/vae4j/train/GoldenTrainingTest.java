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
 * Compares the final parameters of tiny trainings with those recorded in {@code golden-trainings.txt}, to detect any
 * unintended change of what a training computes. The tolerance of the trainings in double precision allows for rounding
 * only: a change of one term of the gradient by one part in a million exceeds it.
 *
 * <p>To record the file again after an intended change, run
 *
 * <pre>{@code mvn -pl vae-core test -Dtest=GoldenTrainingTest -Dvae4j.golden=record}</pre>
 *
 * and explain in the commit's message which lines changed and why.
 */
class GoldenTrainingTest {

    private static final String FILE = "golden-trainings.txt";

    /**
     * The tolerance relative to the norm of the parameters. Kernels of different processors add in different orders,
     * which changes sums of some ten terms by 1e-16 of their size; Adam amplifies this where a gradient is near zero.
     */
    private static final double DOUBLE_ROUNDING = 1e-10;

    /** The tolerance in single precision, whose rounding errors are of the order 1e-7. */
    private static final double FLOAT_ROUNDING = 1e-5;

    static Stream<GoldenTraining> trainings() {
        return GoldenTraining.all().stream();
    }

    private static boolean isRecording() {
        return "record".equals(System.getProperty("vae4j.golden"));
    }

    private static double rounding(DataType type) {
        return type == DataType.FLOAT ? FLOAT_ROUNDING : DOUBLE_ROUNDING;
    }

    @ParameterizedTest
    @MethodSource("trainings")
    void trainingEndsAtItsRecordedParameters(GoldenTraining training) throws IOException {
        double[] found = fingerprint(training.run());
        assertThat(fingerprint(training.run())).as("the same training again").isEqualTo(found);
        if (isRecording()) {
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
    void fileHasOneLinePerTraining() throws IOException {
        if (isRecording()) {
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

    /** The weight of the KL term is 1.000001. */
    @Test
    void toleranceDetectsAChangeOfOneTermByOnePartInAMillion() throws IOException {
        GoldenTraining changed = GoldenTraining.elbo(1 + 1e-6);
        double[] expected = isRecording()
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
     * The norm of the parameters θ, and the sums Σ_i θ_i cos(k i) for k = 1 to 8, which change with every parameter.
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
