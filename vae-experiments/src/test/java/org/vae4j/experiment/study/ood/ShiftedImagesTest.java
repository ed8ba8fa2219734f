package org.vae4j.experiment.study.ood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;

class ShiftedImagesTest {

    private static final int SIDE = 9;
    private static final int CENTRE = 4 * SIDE + 4;
    private static final int WHITE = 255;

    /** Three black images, the first with a white dot in the middle. */
    private static ImageSet dot() {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        pixels[CENTRE] = (byte) WHITE;
        return ImageSet.builder("dot", new ImageShape(1, SIDE, SIDE), pixels).build();
    }

    @Test
    void invertedExchangesBlackAndWhite() {
        ImageSet inverted = new ShiftedImages(dot(), 1).inverted();
        assertThat(inverted.pixel(0, CENTRE)).isZero();
        assertThat(inverted.pixel(0, 0)).isEqualTo(WHITE);
    }

    /**
     * With sigma 1 a dot becomes exp(-1/2) of the peak one pixel beside it and exp(-1) one pixel diagonally from it.
     */
    @Test
    void blurredTurnsADotIntoAGaussian() {
        ImageSet blurred = new ShiftedImages(dot(), 1).blurred(1);
        double weightOfCentre = 0.3991;
        double peak = WHITE * weightOfCentre * weightOfCentre;
        assertThat((double) blurred.pixel(0, CENTRE)).isCloseTo(peak, within(1.0));
        for (int neighbour : new int[] {CENTRE - 1, CENTRE + 1, CENTRE - SIDE, CENTRE + SIDE}) {
            assertThat((double) blurred.pixel(0, neighbour))
                    .as("pixel %d", neighbour)
                    .isCloseTo(peak * Math.exp(-0.5), within(1.0));
        }
        assertThat((double) blurred.pixel(0, CENTRE + SIDE + 1)).isCloseTo(peak * Math.exp(-1), within(1.0));
        assertThat(blurred.pixel(1, CENTRE)).as("an image without a dot").isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesABlurThatIsNotPositiveAndFinite(double sigma) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ShiftedImages(dot(), 1).blurred(sigma))
                .withMessage("sigma: found " + sigma + ", expected a finite number above 0");
    }

    @Test
    void constantImagesGoFromBlackToWhite() {
        ImageSet constant = new ShiftedImages(dot(), 1).constant();
        for (int feature : new int[] {0, CENTRE, SIDE * SIDE - 1}) {
            assertThat(constant.pixel(0, feature)).isZero();
            assertThat(constant.pixel(1, feature)).isEqualTo(128);
            assertThat(constant.pixel(2, feature)).isEqualTo(WHITE);
        }
    }

    @Test
    void allLeavesOutTheDataSetItselfAndDataThatIsMissing(@TempDir Path empty) {
        ShiftedImages shifted = new ShiftedImages(dot(), 1);
        assertThat(shifted.all("lines", 1, spec -> spec.withDir(empty)))
                .containsOnlyKeys("inverted", "blurred", "constant", "noise");
        assertThat(shifted.all("mnist", 1, spec -> spec.withDir(empty)))
                .containsOnlyKeys("lines", "inverted", "blurred", "constant", "noise");
    }

    @Test
    void everySetHasTheSizeAndShapeOfTheImages(@TempDir Path empty) {
        new ShiftedImages(dot(), 1).all("mnist", 1, spec -> spec.withDir(empty)).forEach((name, set) -> {
            assertThat(set.size()).as(name).isEqualTo(3);
            assertThat(set.shape()).as(name).isEqualTo(dot().shape());
        });
    }

    @Test
    void noiseDependsOnTheSeedAlone() {
        assertThat(new ShiftedImages(dot(), 1).noise().sha256())
                .isEqualTo(new ShiftedImages(dot(), 1).noise().sha256())
                .isNotEqualTo(new ShiftedImages(dot(), 2).noise().sha256());
    }
}
