package org.vae4j.data.source.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ImageShape;

class PictureRuleTest {

    private static final ImageShape GREY_3X3 = new ImageShape(1, 3, 3);
    private static final PictureRule ALL =
            new PictureRule(List.of(20, 20), List.of(10, 8), List.of(12, 14), Colour.RGB);

    private static PictureRule crop(int height, int width) {
        return new PictureRule(List.of(height, width), List.of(), List.of(), Colour.AUTO);
    }

    private static PictureRule resize(int height, int width) {
        return new PictureRule(List.of(), List.of(height, width), List.of(), Colour.AUTO);
    }

    private static PictureRule pad(int height, int width) {
        return new PictureRule(List.of(), List.of(), List.of(height, width), Colour.AUTO);
    }

    private static byte[] applied(PictureRule rule, byte[] pixels) {
        return rule.apply(Pixels.ofBytes(GREY_3X3, pixels), "place").bytes();
    }

    @Test
    void theLastSizeIsThatOfTheChangedImage() {
        assertThat(ALL.shapeOf(new ImageShape(1, 28, 28))).isEqualTo(new ImageShape(3, 12, 14));
        assertThat(crop(20, 16).shapeOf(new ImageShape(3, 28, 28))).isEqualTo(new ImageShape(3, 20, 16));
    }

    @Test
    void meansOfBinaryPixelsAreLevels() {
        assertThat(ALL.valuesOf(DataRange.BINARY)).isEqualTo(DataRange.LEVELS);
        assertThat(crop(20, 16).valuesOf(DataRange.BINARY)).isEqualTo(DataRange.BINARY);
    }

    @Test
    void theTextNamesEveryChange() {
        assertThat(ALL.text()).isEqualTo("crop=[20, 20], resize=[10, 8], pad=[12, 14], colour=rgb");
        assertThat(PictureRule.NONE.text()).isEmpty();
    }

    /** Of an odd difference the larger half is cut off below and on the right. */
    @Test
    void cropKeepsTheMiddle() {
        assertThat(applied(crop(1, 1), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9})).containsExactly(5);
        assertThat(applied(crop(2, 2), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9})).containsExactly(1, 2, 4, 5);
    }

    @Test
    void padPutsTheImageIntoTheMiddleOfZeros() {
        byte[] padded = applied(pad(4, 5), new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertThat(padded).containsExactly(0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 7, 8, 9, 0, 0, 0, 0, 0, 0);
    }

    /** A pixel of the new image covers one and a half pixels of the old one along each axis. */
    @Test
    void resizeAveragesOverTheAreaOfEachNewPixel() {
        byte[] resized = applied(resize(2, 2), new byte[] {90, 0, 0, 0, 0, 0, 0, 0, 0});
        assertThat(resized).containsExactly(40, 0, 0, 0);
    }

    @Test
    void refusesImagesThatAreSmallerThanTheCrop() {
        assertThatThrownBy(() -> applied(crop(4, 1), new byte[9]))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("place: found an image of 3 x 3 pixels, expected one at least as large");
    }

    @Test
    void refusesImagesThatAreLargerThanThePaddedImage() {
        assertThatThrownBy(() -> applied(pad(2, 9), new byte[9]))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("expected one at most as large");
    }

    /** The product of the sizes overflows an int, which must not pass for a small or negative number. */
    @Test
    void refusesASizeOfMoreValuesThanAnArrayHolds() {
        assertThatThrownBy(() -> applied(resize(50_000, 50_000), new byte[9]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("50000 x 50000");
        assertThatThrownBy(() -> applied(pad(50_000, 50_000), new byte[9]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("50000 x 50000");
    }

    @Test
    void refusesASizeOfOneNumber() {
        assertThatThrownBy(() -> new PictureRule(List.of(3), List.of(), List.of(), Colour.AUTO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data.crop [3], expected [height, width]");
    }
}
