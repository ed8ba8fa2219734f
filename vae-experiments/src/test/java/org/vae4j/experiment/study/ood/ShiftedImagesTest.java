package org.vae4j.experiment.study.ood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;

class ShiftedImagesTest {

    private static final int SIDE = 9;
    private static final int CENTRE = 4 * SIDE + 4;

    /** Three black images, the first with a white dot in the middle. */
    private static ImageSet dot() {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        pixels[CENTRE] = (byte) 255;
        return ImageSet.builder("dot", new ImageShape(1, SIDE, SIDE), pixels).build();
    }

    @Test
    void invertsEveryPixel() {
        ImageSet inverted = new ShiftedImages(dot(), 1).inverted();
        assertThat(inverted.pixel(0, CENTRE)).isZero();
        assertThat(inverted.pixel(0, 0)).isEqualTo(255);
    }

    /**
     * A dot becomes the Gaussian itself: exp(-1/2) and exp(-1) of the peak one pixel away along and across for sigma 1.
     */
    @Test
    void blursByAGaussian() {
        ImageSet blurred = new ShiftedImages(dot(), 1).blurred(1);
        double peak = 255 * 0.3991 * 0.3991;
        assertThat((double) blurred.pixel(0, CENTRE)).isBetween(peak - 1, peak + 1);
        for (int neighbour : new int[] {CENTRE - 1, CENTRE + 1, CENTRE - SIDE, CENTRE + SIDE}) {
            assertThat((double) blurred.pixel(0, neighbour)).isBetween(peak * 0.6065 - 1, peak * 0.6065 + 1);
        }
        assertThat((double) blurred.pixel(0, CENTRE + SIDE + 1)).isBetween(peak * 0.3679 - 1, peak * 0.3679 + 1);
        assertThat(blurred.pixel(1, CENTRE)).isZero();
    }

    @Test
    void goesFromBlackToWhite() {
        ImageSet constant = new ShiftedImages(dot(), 1).constant();
        for (int feature : new int[] {0, CENTRE, SIDE * SIDE - 1}) {
            assertThat(constant.pixel(0, feature)).isZero();
            assertThat(constant.pixel(1, feature)).isEqualTo(128);
            assertThat(constant.pixel(2, feature)).isEqualTo(255);
        }
    }

    @Test
    void leavesOutWhatTheModelLearnedAndWhatIsNotThere(@TempDir java.nio.file.Path nothing) {
        Map<String, ImageSet> lines = new ShiftedImages(dot(), 1).all("lines", 1, spec -> spec.withDir(nothing));
        assertThat(lines)
                .doesNotContainKeys("lines", "fashion-mnist")
                .containsKeys("inverted", "blurred", "constant", "noise");
        Map<String, ImageSet> mnist = new ShiftedImages(dot(), 1).all("mnist", 1, spec -> spec.withDir(nothing));
        assertThat(mnist).containsKey("lines").doesNotContainKey("mnist");
        mnist.values().forEach(set -> {
            assertThat(set.size()).isEqualTo(3);
            assertThat(set.shape()).isEqualTo(dot().shape());
        });
        assertThat(mnist.get("noise").sha256())
                .isEqualTo(new ShiftedImages(dot(), 1).noise().sha256())
                .isNotEqualTo(new ShiftedImages(dot(), 2).noise().sha256());
    }
}
