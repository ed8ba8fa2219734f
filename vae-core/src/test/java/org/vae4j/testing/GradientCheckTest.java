package org.vae4j.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checks that {@link GradientCheck} finds one wrong derivative at any place of a group of parameters. */
class GradientCheckTest {

    private static final int PARAMETERS = 19;

    private final INDArray parameters = Values.normal(1, DataType.DOUBLE, 1, PARAMETERS, 1);

    /** S(p) = Σ_i sin p_i + ½ (Σ_i p_i)². */
    private double score() {
        double sum = 0;
        double sines = 0;
        for (int i = 0; i < PARAMETERS; i++) {
            sum += parameters.getDouble(i);
            sines += Math.sin(parameters.getDouble(i));
        }
        return sines + sum * sum / 2;
    }

    /** ∂S/∂p_i = cos p_i + Σ_j p_j. */
    private double[] gradient() {
        double sum = parameters.sumNumber().doubleValue();
        return IntStream.range(0, PARAMETERS)
                .mapToDouble(i -> Math.cos(parameters.getDouble(i)) + sum)
                .toArray();
    }

    @Test
    void acceptsACorrectGradient() {
        assertThatCode(() -> GradientCheck.assertSlopes(gradient(), parameters, this::score))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 11, 18})
    void namesADerivativeWithTheWrongSign(int wrong) {
        double[] gradient = gradient();
        gradient[wrong] = -gradient[wrong];
        requireNamed(gradient, wrong);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 11, 18})
    void namesADerivativeThatLacksATerm(int wrong) {
        double[] gradient = gradient();
        gradient[wrong] -= Math.cos(parameters.getDouble(wrong));
        requireNamed(gradient, wrong);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 11, 18})
    void namesADerivativeThatIsWrongByOnePartInTenThousand(int wrong) {
        double[] gradient = gradient();
        gradient[wrong] *= 1 + 1e-4;
        requireNamed(gradient, wrong);
    }

    @Test
    void namesTheFirstOfTwoExchangedDerivatives() {
        double[] gradient = gradient();
        double second = gradient[2];
        gradient[2] = gradient[1];
        gradient[1] = second;
        requireNamed(gradient, 1);
    }

    private void requireNamed(double[] gradient, int wrong) {
        assertThatThrownBy(() -> GradientCheck.assertSlopes(gradient, parameters, this::score))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("parameter " + wrong + ":");
    }
}
