package org.vae4j.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vae4j.data.DataRange;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageSet;

class SpriteDatasetTest {

    private static final int SIDE = 200;

    private static byte[] drawn(double... factors) {
        byte[] pixels = new byte[SIDE * SIDE];
        new Sprite(factors).draw(SIDE, pixels, 0);
        return pixels;
    }

    private static double area(byte[] pixels) {
        return IntStream.range(0, pixels.length).filter(i -> pixels[i] != 0).count();
    }

    /**
     * The circle that a figure fills has a radius of 40 pixels; an outline of up to 250 pixels is right to half a
     * pixel.
     */
    @Test
    void figuresHaveTheirAreas() {
        for (double turn : new double[] {0, 0.3, 2}) {
            assertThat(area(drawn(0, 1, turn, 0.5, 0.5))).as("square").isCloseTo(2 * 40 * 40, within(120.0));
            assertThat(area(drawn(1, 1, turn, 0.5, 0.5))).as("ellipse").isCloseTo(Math.PI * 40 * 20, within(120.0));
            // The area of the heart (x² + y² − 1)³ = x²y³ is 3.66197.
            double heart = 3.66197 / 1.25 / 1.25 * 40 * 40;
            assertThat(area(drawn(2, 1, turn, 0.5, 0.5))).as("heart").isCloseTo(heart, within(120.0));
        }
        assertThat(area(drawn(0, 0.5, 0, 0.5, 0.5))).isCloseTo(2 * 20 * 20, within(120.0));
    }

    @Test
    void symmetriesAreThoseOfTheFigures() {
        byte[] square = drawn(0, 0.8, 0.31, 0.4, 0.6);
        assertThat(difference(square, drawn(0, 0.8, 0.31 + Math.PI / 2, 0.4, 0.6)))
                .isLessThan(5);
        byte[] ellipse = drawn(1, 0.8, 0.31, 0.4, 0.6);
        assertThat(difference(ellipse, drawn(1, 0.8, 0.31 + Math.PI, 0.4, 0.6))).isLessThan(5);
        assertThat(difference(ellipse, drawn(1, 0.8, 0.31 + Math.PI / 2, 0.4, 0.6)))
                .isGreaterThan(500);
        byte[] heart = drawn(2, 0.8, 0.31, 0.4, 0.6);
        assertThat(difference(heart, drawn(2, 0.8, 0.31 + Math.PI, 0.4, 0.6))).isGreaterThan(300);
    }

    private static long difference(byte[] a, byte[] b) {
        return IntStream.range(0, a.length).filter(i -> a[i] != b[i]).count();
    }

    /** The heart's tip is below, and angles go anticlockwise. */
    @Test
    void theHeartStandsUprightAndTurnsAnticlockwise() {
        byte[] upright = drawn(2, 1, 0, 0.5, 0.5);
        assertThat(columns(upright, 135)).isLessThan(columns(upright, 90));
        byte[] turned = drawn(2, 1, Math.PI / 2, 0.5, 0.5);
        long leftEdge = IntStream.range(0, SIDE)
                .filter(row -> turned[row * SIDE + 70] != 0)
                .count();
        long rightEdge = IntStream.range(0, SIDE)
                .filter(row -> turned[row * SIDE + 130] != 0)
                .count();
        assertThat(rightEdge).as("the tip points to the right").isLessThan(leftEdge);
    }

    private static long columns(byte[] pixels, int row) {
        return IntStream.range(0, SIDE)
                .filter(column -> pixels[row * SIDE + column] != 0)
                .count();
    }

    @Test
    void figuresAreNeverCutOffAndMoveWithTheirFactors() {
        for (int shape = 0; shape < 3; shape++) {
            double whole = area(drawn(shape, 1, 0.7, 0.5, 0.5));
            for (double[] corner : new double[][] {{0, 0}, {1, 0}, {0, 1}, {1, 1}}) {
                assertThat(area(drawn(shape, 1, 0.7, corner[0], corner[1]))).isCloseTo(whole, within(120.0));
            }
        }
        byte[] left = drawn(0, 1, 0, 0, 0);
        assertThat(left[40 * SIDE + 40]).isEqualTo((byte) 255);
        assertThat(left[160 * SIDE + 160]).isZero();
        assertThat(drawn(0, 1, 0, 1, 0)[40 * SIDE + 160]).isEqualTo((byte) 255);
    }

    @Test
    void everyCombinationComesOnce() {
        ImageSet all = SpriteDataset.all("all", 8);
        assertThat(all.size()).isEqualTo(737_280);
        assertThat(all.factors()).extracting(Factor::name).containsExactly("shape", "scale", "orientation", "x", "y");
        assertThat(all.factors()).extracting(Factor::levels).containsExactly(3, 6, 40, 32, 32);
        assertThat(all.factorValue(1, 4)).isCloseTo(1 / 31f, within(1e-6f));
        assertThat(all.factorValue(737_279, 0)).isEqualTo(2);
        assertThat(all.factorValue(737_279, 2)).isCloseTo((float) (2 * Math.PI * 39 / 40), within(1e-6f));
    }

    @Test
    void samplesAreReproducibleAndBeginAlike() {
        ImageSet small = SpriteDataset.sample("s", 32, 50, 4);
        assertThat(small.values()).isEqualTo(DataRange.BINARY);
        assertThat(SpriteDataset.sample("s", 32, 80, 4).head(50).sha256()).isEqualTo(small.sha256());
        assertThat(SpriteDataset.sample("s", 32, 50, 5).sha256()).isNotEqualTo(small.sha256());
        assertThat(small.sha256())
                .as("the same bytes on every machine")
                .isEqualTo("f757a257f5a2ba8c6c51becaef6fb9e446869425d8eeccdc432c3586a41eafd1");
        assertThatThrownBy(() -> SpriteDataset.sample("s", 7, 1, 1)).hasMessageContaining("7 x 7");
    }
}
