package org.vae4j.experiment.reproduce.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.reproduce.Outcome.CurvePoint;

class TestCurvesTest {

    @TempDir
    Path run;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 199, 200, 201, 3280})
    void longCurveIsThinnedAndKeepsItsLastPoint(int epochs) throws IOException {
        Files.writeString(
                run.resolve("metrics.jsonl"),
                IntStream.rangeClosed(1, epochs)
                        .mapToObj(
                                epoch -> "{\"epoch\":" + epoch + ",\"test\":{\"negElboNats\":" + 100.5 / epoch + "}}\n")
                        .collect(Collectors.joining()));
        List<CurvePoint> points = TestCurves.ofRun(run, epochs);
        assertThat(points).hasSizeBetween(Math.min(epochs, 100), 200).endsWith(new CurvePoint(epochs, 100.5 / epochs));
    }

    @Test
    void runWithoutMetricsHasNoCurve() {
        assertThat(TestCurves.ofRun(run, 10)).isEmpty();
    }
}
