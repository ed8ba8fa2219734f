package org.vae4j.likelihood.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.testing.Values;

class StructuralSimilarityLossTest {

    private static final Kernels KERNELS = Kernels.of(DataType.DOUBLE);

    /** The side of the smallest image, which is a single window. */
    private static final int SIDE = 11;

    private static final int WINDOW = SIDE * SIDE;
    private static final double SIGMA = 1.5;
    private static final double C1 = 0.01 * 0.01;
    private static final double C2 = 0.03 * 0.03;

    /** Gradients are compared at every seventh pixel. */
    private static final int SAMPLED_PIXEL = 7;

    /** The loss of grey images of a single window, with one scale. */
    private static StructuralSimilarityLoss ofOneWindow(double weight) {
        int channels = 1;
        int scales = 1;
        return new StructuralSimilarityLoss(SIDE, SIDE, channels, scales, weight);
    }

    private static double[] image(int size, long seed) {
        return new Random(seed).doubles(size).toArray();
    }

    /** An output that resembles an image, so that contrasts are above their lower bound. */
    private static double[] resembling(double[] image, long seed) {
        Random random = new Random(seed);
        double[] output = image.clone();
        for (int i = 0; i < output.length; i++) {
            output[i] += 0.3 * random.nextGaussian();
        }
        return output;
    }

    /** The loss of one image; writes its gradient. */
    private static double evaluate(StructuralSimilarityLoss loss, double[] x, double[] y, double[] gradient) {
        Matrix slopes = Matrix.allocate(DataType.DOUBLE, 1, y.length);
        double[] value = new double[1];
        loss.evaluate(KERNELS, row(x), row(y), value, slopes);
        System.arraycopy(Values.of(slopes), 0, gradient, 0, gradient.length);
        return value[0];
    }

    private static Matrix row(double[] values) {
        return Matrix.of(Values.array(DataType.DOUBLE, 1, values.length, i -> values[i]));
    }

    private static double value(StructuralSimilarityLoss loss, double[] x, double[] y) {
        return evaluate(loss, x, y, new double[y.length]);
    }

    @ParameterizedTest
    @CsvSource({"14, 12, 1, 1", "24, 23, 2, 2", "44, 45, 1, 3"})
    void gradientsMatchFiniteDifferences(int height, int width, int channels, int scales) {
        StructuralSimilarityLoss loss = new StructuralSimilarityLoss(height, width, channels, scales, 7);
        double[] x = image(height * width * channels, 1);
        double[] y = resembling(x, 2);
        double[] gradient = new double[y.length];
        evaluate(loss, x, y, gradient);
        for (int i = 0; i < y.length; i += SAMPLED_PIXEL) {
            double before = y[i];
            y[i] = before + 1e-5;
            double above = value(loss, x, y);
            y[i] = before - 1e-5;
            double below = value(loss, x, y);
            y[i] = before;
            assertThat(gradient[i]).as("pixel %d", i).isCloseTo((above - below) / 2e-5, within(1e-8));
        }
        assertThat(gradient).isNotEqualTo(new double[y.length]);
    }

    @Test
    void gradientsOfSeveralRowsAgreeWithThoseOfSingleRows() {
        int pixels = 12 * SIDE;
        StructuralSimilarityLoss loss = new StructuralSimilarityLoss(12, SIDE, 1, 1, 5);
        double[][] images = {image(pixels, 6), image(pixels, 7)};
        double[][] outputs = {resembling(images[0], 8), resembling(images[1], 9)};
        Matrix slopes = Matrix.allocate(DataType.DOUBLE, 2, pixels);
        loss.evaluate(KERNELS, rows(images), rows(outputs), new double[2], slopes);
        double[] found = Values.of(slopes);
        for (int row = 0; row < 2; row++) {
            double[] alone = new double[pixels];
            evaluate(loss, images[row], outputs[row], alone);
            for (int pixel = 0; pixel < alone.length; pixel++) {
                assertThat(found[2 * pixel + row])
                        .as("row %d, pixel %d", row, pixel)
                        .isEqualTo(alone[pixel]);
            }
        }
    }

    private static Matrix rows(double[][] images) {
        return Matrix.of(Values.array(
                DataType.DOUBLE, images.length, images[0].length, i -> images[i % images.length][i / images.length]));
    }

    @Test
    void hasOneParameterPerPixelAndRefusesOtherSizes() {
        StructuralSimilarityLoss loss = new StructuralSimilarityLoss(14, 12, 3, 1, 7);
        assertThat(loss.parameterCount(504)).isEqualTo(504);
        assertThat(loss.featureCount(504)).isEqualTo(504);
        assertThatThrownBy(() -> loss.parameterCount(168)).hasMessageContaining("ms_ssim of 3 x 14 x 12");
    }

    @Test
    void meanIsTheOutput() {
        Matrix mean = row(new double[3]);
        new StructuralSimilarityLoss().mean(KERNELS, row(new double[] {0.2, 0.4, 0.9}), mean);
        assertThat(Values.of(mean)).containsExactly(0.2, 0.4, 0.9);
    }

    @Test
    void lossOfIdenticalImagesIsZero() {
        double[] x = image(28 * 28, 3);
        assertThat(value(new StructuralSimilarityLoss(), x, x.clone())).isCloseTo(0, within(1e-12));
    }

    /** Images without contrast differ by their luminance alone. */
    @Test
    void lossOfConstantImagesHasItsClosedForm() {
        double[] x = new double[WINDOW];
        double[] y = new double[WINDOW];
        Arrays.fill(x, 0.4);
        Arrays.fill(y, 0.9);
        double expected = 1 - (2 * 0.4 * 0.9 + C1) / (0.4 * 0.4 + 0.9 * 0.9 + C1);
        assertThat(value(ofOneWindow(3), x, y)).isCloseTo(3 * expected, within(1e-12));
    }

    /** One window, whose moments are summed directly instead of by separable passes. */
    @Test
    void lossOfOneWindowMatchesTheFormula() {
        double[] x = image(WINDOW, 4);
        double[] y = resembling(x, 5);
        double[] weights = windowWeights();
        double meanX = mean(weights, i -> x[i]);
        double meanY = mean(weights, i -> y[i]);
        double varianceX = mean(weights, i -> x[i] * x[i]) - meanX * meanX;
        double varianceY = mean(weights, i -> y[i] * y[i]) - meanY * meanY;
        double covariance = mean(weights, i -> x[i] * y[i]) - meanX * meanY;
        double luminance = (2 * meanX * meanY + C1) / (meanX * meanX + meanY * meanY + C1);
        double contrast = (2 * covariance + C2) / (varianceX + varianceY + C2);
        assertThat(value(ofOneWindow(1), x, y)).isCloseTo(1 - luminance * contrast, within(1e-12));
    }

    /** The Gaussian weights of a window, which add up to 1. */
    private static double[] windowWeights() {
        double[] weights = new double[WINDOW];
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            double vertical = (i / SIDE - SIDE / 2) / SIGMA;
            double horizontal = (i % SIDE - SIDE / 2) / SIGMA;
            weights[i] = Math.exp(-0.5 * (vertical * vertical + horizontal * horizontal));
            sum += weights[i];
        }
        for (int i = 0; i < WINDOW; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static double mean(double[] weights, IntToDoubleFunction values) {
        return IntStream.range(0, WINDOW)
                .mapToDouble(i -> weights[i] * values.applyAsDouble(i))
                .sum();
    }

    /** Two scales, the coarser of one window: contrast and similarity to the powers of the scales. */
    @Test
    void twoScalesMatchTheFormula() {
        int side = 2 * SIDE;
        double[] x = image(side * side, 6);
        double[] y = resembling(x, 7);
        double[] halfX = new double[WINDOW];
        double[] halfY = new double[WINDOW];
        for (int i = 0; i < side * side; i++) {
            int half = i / side / 2 * SIDE + i % side / 2;
            halfX[half] += x[i] / 4;
            halfY[half] += y[i] / 4;
        }
        double contrast = new SimilarityMap(x, y, side, side).contrast();
        double similarity = 1 - value(ofOneWindow(1), halfX, halfY);
        // The published powers of the two finest scales, divided by their sum.
        double first = 0.0448 / (0.0448 + 0.2856);
        assertThat(value(new StructuralSimilarityLoss(side, side, 1, 2, 1), x, y))
                .isCloseTo(1 - Math.pow(contrast, first) * Math.pow(similarity, 1 - first), within(1e-12));
    }

    @Test
    void rowsOfSeveralDrawsAreComparedWithTheirExample() {
        StructuralSimilarityLoss loss = ofOneWindow(1);
        double[][] x = {image(WINDOW, 1), image(WINDOW, 2)};
        double[][] y = {resembling(x[0], 3), resembling(x[1], 4), resembling(x[0], 5), resembling(x[1], 6)};
        Matrix images = Matrix.of(Values.array(DataType.DOUBLE, 2, WINDOW, i -> x[i % 2][i / 2]));
        Matrix outputs = Matrix.of(Values.array(DataType.DOUBLE, 4, WINDOW, i -> y[i % 4][i / 4]));
        double[] found = new double[4];
        loss.evaluate(KERNELS, images, outputs, found, Matrix.allocate(DataType.DOUBLE, 4, WINDOW));
        for (int r = 0; r < 4; r++) {
            assertThat(found[r]).as("row %d", r).isCloseTo(value(loss, x[r % 2], y[r]), within(1e-13));
        }
    }

    @Test
    void refusesMoreScalesThanTheImageHasPixelsFor() {
        assertThatThrownBy(() -> new StructuralSimilarityLoss(28, 28, 1, 3, 1))
                .hasMessage("found images of 28 x 28 pixels and scales = 3, expected a coarsest scale of at least 11"
                        + " pixels: set fewer scales");
    }

    @Test
    void acceptsAsManyScalesAsThereArePowers() {
        int side = SIDE << 5;
        assertThat(new StructuralSimilarityLoss(side, side, 1, 5, 1).scales()).isEqualTo(5);
        assertThatThrownBy(() -> new StructuralSimilarityLoss(side, side, 1, 6, 1))
                .hasMessage("found channels = 1 and scales = 6, expected at least 1 channel and 1 to 5 scales");
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> new StructuralSimilarityLoss(28, 28, 1, 2, 0)).hasMessageContaining("weight = 0.0");
        assertThatThrownBy(() -> new StructuralSimilarityLoss(28, 28, 0, 2, 1)).hasMessageContaining("channels = 0");
        assertThatThrownBy(() -> new StructuralSimilarityLoss().parameterCount(100))
                .hasMessageContaining("found ms_ssim of 1 x 28 x 28 with examples of 100 values");
    }

    @Test
    void isNoDensity() {
        assertThat(new StructuralSimilarityLoss().hasDensity()).isFalse();
    }
}
