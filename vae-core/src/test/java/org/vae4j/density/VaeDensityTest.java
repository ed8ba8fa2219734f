package org.vae4j.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.testing.Values;

/** Tests of a second stage on codes that follow N(0, I), as those of a first stage whose posteriors match its prior. */
class VaeDensityTest {

    private static final VaeDensity SETTINGS = new VaeDensity(List.of(16), 0, 15, 50, 0.003);
    private static INDArray codes;
    private static CodeDensity stage;

    @BeforeAll
    static void train() {
        codes = Values.normal(3, DataType.FLOAT, 4000, 2, 1);
        stage = SETTINGS.fit(codes, 5);
    }

    /** 20,000 draws determine moments to 0.02; the training is less exact. */
    @Test
    void drawsHaveTheMomentsOfTheStandardNormal() {
        INDArray draws = stage.sample(20_000, 9).castTo(DataType.DOUBLE);
        assertThat(draws.mean(0).toDoubleVector()).containsExactly(new double[2], within(0.08));
        INDArray moments = draws.transpose().mmul(draws).div(20_000);
        assertThat(moments.toDoubleMatrix()[0]).containsExactly(new double[] {1, 0}, within(0.1));
        assertThat(moments.toDoubleMatrix()[1]).containsExactly(new double[] {0, 1}, within(0.1));
        INDArray fourth = draws.mul(draws).mul(draws).mul(draws).mean(0);
        assertThat(fourth.toDoubleVector()).containsExactly(new double[] {3, 3}, within(0.5));
    }

    /** The entropy of N(0, I) in two dimensions, log 2πe, is the least that any density of its draws has. */
    @Test
    void negLogDensityIsNearTheEntropyOfTheCodes() {
        INDArray fresh = Values.normal(11, DataType.FLOAT, 4000, 2, 1);
        double entropy = Math.log(2 * Math.PI) + 1;
        assertThat(stage.negLogDensityNats(fresh, 1)).isBetween(entropy - 0.04, entropy + 0.08);
    }

    @Test
    void fitIsAFunctionOfCodesAndSeed() {
        INDArray few = Values.normal(3, DataType.FLOAT, 130, 3, 1);
        VaeDensity small = new VaeDensity(List.of(4), 2, 2, 50, 0.003);
        INDArray sample = small.fit(few, 5).sample(7, 2);
        assertThat(small.fit(few.dup('c'), 5).sample(7, 2)).isEqualTo(sample);
        assertThat(small.fit(few, 6).sample(7, 2)).isNotEqualTo(sample);
    }

    @Test
    void savedDensityIsTheSameWhenLoaded(@TempDir Path folder) throws IOException {
        stage.save(folder.resolve("density"));
        CodeDensity loaded = SETTINGS.load(folder.resolve("density"));
        assertThat(loaded.sample(7, 2)).isEqualTo(stage.sample(7, 2));
        assertThat(loaded.negLogDensityNats(codes, 0)).isEqualTo(stage.negLogDensityNats(codes, 0));
    }

    @Test
    void hiddenLayerWithoutUnitsIsRefused() {
        assertThatThrownBy(() -> new VaeDensity(List.of(0), 0, 1, 1, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found hidden layers [0]");
    }

    @Test
    void learningRateOfNaNIsRefused() {
        assertThatThrownBy(() -> new VaeDensity(List.of(1), 0, 1, 1, Double.NaN))
                .hasMessageContaining("learningRate: found NaN");
    }
}
