package org.vae4j.experiment.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScalingTest {

    private static final Axis AXIS = new Axis("things", "one thing", List.of());

    /**
     * Costs whose arithmetic equals the size, with constant memory and processor time that grows by a power of the
     * size.
     */
    private static Scaling withExponentOfTime(double exponent) {
        return Scaling.of(
                AXIS,
                Stream.of(10, 100, 1000)
                        .map(n -> new Point(n.toString(), n, n, 7, Math.pow(n, exponent), 300, 5))
                        .toList());
    }

    @Test
    void exponentsOfTimeArithmeticAndMemoryAreFittedSeparately() {
        Scaling scaling = withExponentOfTime(0.8);

        assertThat(scaling.exponentOfTime()).isCloseTo(0.8, within(1e-12));
        assertThat(scaling.exponentOfArithmetic()).isCloseTo(1, within(1e-12));
        assertThat(scaling.exponentOfMemory()).isCloseTo(0, within(1e-12));
    }

    @Test
    void timeGrowsFasterOnlyIfItsExponentExceedsThatOfArithmeticByMoreThanNoise() {
        assertThat(withExponentOfTime(0.5).growsFasterThanItsArithmetic()).isFalse();
        assertThat(withExponentOfTime(1.05).growsFasterThanItsArithmetic()).isFalse();
        assertThat(withExponentOfTime(1.2).growsFasterThanItsArithmetic()).isTrue();
    }

    @Test
    void tableHasARowPerPointAndMarksTimeThatGrowsFasterThanItsArithmetic() {
        assertThat(printed(withExponentOfTime(1)))
                .contains("things: one thing", "1000", "time 1.00, arithmetic 1.00, memory 0.00")
                .doesNotContain("FASTER");
        assertThat(printed(withExponentOfTime(2))).contains("time 2.00", "FASTER THAN ITS ARITHMETIC");
    }

    private static String printed(Scaling scaling) {
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        ScaleTable.print(scaling, new PrintStream(table, true, StandardCharsets.UTF_8));
        return table.toString(StandardCharsets.UTF_8);
    }
}
