package org.vae4j.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.data.DataRange;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageSet;

class SpriteDatasetTest {

    private static final int SIDE = 200;

    private static final int SQUARE = 0;
    private static final int ELLIPSE = 1;
    private static final int HEART = 2;

    /** The radius of the circle that a figure of scale 1 fills, in pixels. */
    private static final double RADIUS = 0.2 * SIDE;

    /** The outline of a figure has up to 250 pixels, about half of which a figure may count too much or too little. */
    private static final double OUTLINE = 120;

    /** Pixels whose centres lie on the outline up to rounding. */
    private static final long ROUNDING = 5;

    private static byte[] centred(int shape, double angle) {
        return drawn(shape, 1, angle, 0.5, 0.5);
    }

    /** Draws a figure by shape, scale, angle and the place along x and y. */
    private static byte[] drawn(double... factors) {
        byte[] pixels = new byte[SIDE * SIDE];
        new Sprite(factors).draw(SIDE, pixels, 0);
        return pixels;
    }

    private static double area(byte[] pixels) {
        return IntStream.range(0, pixels.length).filter(i -> pixels[i] != 0).count();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.3, 2})
    void figuresHaveTheirAreas(double angle) {
        double circle = RADIUS * RADIUS;
        assertThat(area(centred(SQUARE, angle))).as("square").isCloseTo(2 * circle, within(OUTLINE));
        assertThat(area(centred(ELLIPSE, angle))).as("ellipse").isCloseTo(Math.PI * circle / 2, within(OUTLINE));
        // The area of the heart (x² + y² − 1)³ = x²y³ is 3.66197; its axes are shortened to 1 / 1.25.
        double heart = 3.66197 / 1.25 / 1.25 * circle;
        assertThat(area(centred(HEART, angle))).as("heart").isCloseTo(heart, within(OUTLINE));
    }

    @Test
    void theScaleMultipliesTheSides() {
        assertThat(area(drawn(SQUARE, 0.5, 0, 0.5, 0.5))).isCloseTo(2 * RADIUS * RADIUS / 4, within(OUTLINE));
    }

    @Test
    void aSquareIsTheSameAfterAQuarterTurn() {
        assertThat(differenceAfterTurn(SQUARE, Math.PI / 2)).isLessThan(ROUNDING);
    }

    @Test
    void anEllipseIsTheSameAfterHalfATurnAlone() {
        assertThat(differenceAfterTurn(ELLIPSE, Math.PI)).isLessThan(ROUNDING);
        assertThat(differenceAfterTurn(ELLIPSE, Math.PI / 2)).isGreaterThan(500);
    }

    @Test
    void aHeartIsAnotherAfterHalfATurn() {
        assertThat(differenceAfterTurn(HEART, Math.PI)).isGreaterThan(300);
    }

    /** The number of pixels that change when a figure is turned. */
    private static long differenceAfterTurn(int shape, double turn) {
        return difference(drawn(shape, 0.8, 0.31, 0.4, 0.6), drawn(shape, 0.8, 0.31 + turn, 0.4, 0.6));
    }

    private static long difference(byte[] a, byte[] b) {
        return IntStream.range(0, a.length).filter(i -> a[i] != b[i]).count();
    }

    @Test
    void theHeartStandsUprightAndTurnsAnticlockwise() {
        byte[] upright = centred(HEART, 0);
        assertThat(width(upright, 135)).as("the tip is below").isLessThan(width(upright, 90));
        byte[] turned = centred(HEART, Math.PI / 2);
        long leftEdge = IntStream.range(0, SIDE)
                .filter(row -> turned[row * SIDE + 70] != 0)
                .count();
        long rightEdge = IntStream.range(0, SIDE)
                .filter(row -> turned[row * SIDE + 130] != 0)
                .count();
        assertThat(rightEdge).as("the tip points to the right").isLessThan(leftEdge);
    }

    private static long width(byte[] pixels, int row) {
        return IntStream.range(0, SIDE)
                .filter(column -> pixels[row * SIDE + column] != 0)
                .count();
    }

    @Test
    void figuresAreNeverCutOff() {
        for (int shape = 0; shape < Sprite.SHAPES; shape++) {
            double whole = area(drawn(shape, 1, 0.7, 0.5, 0.5));
            for (double[] corner : new double[][] {{0, 0}, {1, 0}, {0, 1}, {1, 1}}) {
                assertThat(area(drawn(shape, 1, 0.7, corner[0], corner[1])))
                        .as("shape %d in the corner %s", shape, Arrays.toString(corner))
                        .isCloseTo(whole, within(OUTLINE));
            }
        }
    }

    @Test
    void figuresMoveWithTheirPlace() {
        byte[] topLeft = drawn(SQUARE, 1, 0, 0, 0);
        assertThat(topLeft[40 * SIDE + 40]).isEqualTo((byte) 255);
        assertThat(topLeft[160 * SIDE + 160]).isZero();
        byte[] topRight = drawn(SQUARE, 1, 0, 1, 0);
        assertThat(topRight[40 * SIDE + 160]).isEqualTo((byte) 255);
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
    void theBytesOfASampleArePinned() {
        assertThat(SpriteDataset.sample("s", 32, 50, 4).sha256())
                .as("the same bytes on every machine")
                .isEqualTo("f757a257f5a2ba8c6c51becaef6fb9e446869425d8eeccdc432c3586a41eafd1");
    }

    @Test
    void aLargerSampleStartsWithTheSmallerOne() {
        ImageSet small = SpriteDataset.sample("s", 32, 50, 4);
        assertThat(SpriteDataset.sample("s", 32, 80, 4).head(50).sha256()).isEqualTo(small.sha256());
        assertThat(SpriteDataset.sample("s", 32, 50, 5).sha256()).isNotEqualTo(small.sha256());
        assertThat(small.values()).isEqualTo(DataRange.BINARY);
    }

    @Test
    void refusesImagesThatAreTooSmall() {
        assertThatThrownBy(() -> SpriteDataset.sample("s", 7, 1, 1)).hasMessageContaining("7 x 7");
        assertThatThrownBy(() -> SpriteDataset.renderer(7)).hasMessageContaining("7 x 7");
    }

    /** The number of pixels exceeds even a long, whose overflow must not pass for a small number. */
    @Test
    void refusesMorePixelsThanAnArrayHolds() {
        assertThatThrownBy(() -> SpriteDataset.sample("s", 70_000, Integer.MAX_VALUE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("70000 x 70000");
        assertThatThrownBy(() -> SpriteDataset.sample("s", 40_000, 3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fewer than 2^31 pixels in all");
    }

    @Test
    void refusesAnotherNumberOfFactors() {
        assertThatThrownBy(() -> new Sprite(SQUARE, 1, 0)).hasMessageContaining("found 3 factors of a sprite");
    }
}
