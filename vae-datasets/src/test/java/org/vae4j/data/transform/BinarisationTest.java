package org.vae4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.TestImages;

class BinarisationTest {

    private static final ImageShape SHAPE = new ImageShape(1, 28, 28);

    @Test
    void blackStaysBlackAndWhiteStaysWhite() {
        for (int value : new int[] {0, 255}) {
            ImageSet drawn = new Binarisation.Static(11).apply(TestImages.constant(2000, SHAPE, value));
            for (int i = 0; i < drawn.size(); i++) {
                for (int j = 0; j < SHAPE.size(); j++) {
                    assertThat(drawn.pixel(i, j))
                            .as("pixel %d of image %d", j, i)
                            .isEqualTo(value);
                }
            }
        }
    }

    /**
     * Each of 254 grey values is drawn 1,568,000 times; the mean's standard error is at most 0.5 / sqrt(1.568e6) =
     * 4.0e-4. A draw of u on 0..255 without redrawing would be off by v / 255 - v / 256, up to 3.9e-3: ten standard
     * errors. Five of them are allowed (p = 1.5e-4 over all 254 values), and the seed is fixed.
     */
    @Test
    void theProbabilityOfAOneIsExactlyTheGreyValue() {
        BernoulliPixels draws = new BernoulliPixels(1, "test");
        byte[] pixels = new byte[784];
        for (int v = 1; v < 255; v++) {
            long ones = 0;
            for (int i = 0; i < 2000; i++) {
                Arrays.fill(pixels, (byte) v);
                draws.binarise(v, i, pixels, 0, 784);
                for (byte pixel : pixels) {
                    ones += pixel & 1;
                }
            }
            double p = v / 255.0;
            double standardError = Math.sqrt(p * (1 - p) / (2000 * 784));
            assertThat(ones / (2000.0 * 784)).as("v = %d", v).isCloseTo(p, within(5 * standardError));
        }
    }

    /** Adjacent pixels share a random word; their correlation over 98,000 pairs has a standard error of 3.2e-3. */
    @Test
    void neighbouringPixelsAreIndependent() {
        BernoulliPixels draws = new BernoulliPixels(1, "test");
        byte[] pixels = new byte[8];
        for (int k = 1; k < 8; k++) {
            double both = 0;
            for (int i = 0; i < 98_000; i++) {
                Arrays.fill(pixels, (byte) 102);
                draws.binarise(k, i, pixels, 0, 8);
                both += pixels[0] & pixels[k] & 1;
            }
            // P(both) = 0.4² = 0.16, standard error sqrt(0.16 · 0.84 / 98,000) = 1.2e-3.
            assertThat(both / 98_000).as("pixels 0 and %d", k).isCloseTo(0.16, within(5 * 1.2e-3));
        }
    }

    /**
     * The definition, byte by byte: u is the next byte of the stream; a u of 255 is replaced by the next byte after the
     * words that hold a byte of every pixel.
     */
    @Test
    void drawsByWordsAreThoseOfTheDefinitionByBytes() {
        for (int count : new int[] {1, 7, 8, 13, 784}) {
            for (int i = 0; i < 3000; i++) {
                byte[] grey = new byte[count];
                for (int j = 0; j < count; j++) {
                    grey[j] = (byte) (i * 37 + j * 101 + (i >> 8));
                }
                byte[] drawn = grey.clone();
                BernoulliPixels draws = new BernoulliPixels(9, "test");
                draws.binarise(2, i, drawn, 0, count);
                assertThat(drawn).as("%d pixels, example %d", count, i).isEqualTo(byDefinition(draws.seed(2, i), grey));
            }
        }
    }

    private static byte[] byDefinition(long seed, byte[] grey) {
        byte[] drawn = new byte[grey.length];
        int spare = (grey.length + 7) / 8 * 8;
        for (int j = 0; j < grey.length; j++) {
            int u = streamByte(seed, j);
            while (u == 255 && grey[j] != 0) {
                u = streamByte(seed, spare++);
            }
            drawn[j] = (byte) (u < (grey[j] & 0xff) ? 255 : 0);
        }
        return drawn;
    }

    private static int streamByte(long seed, int index) {
        return (int) (SplitMix64.output(seed, index / 8) >>> 8 * (index % 8)) & 0xff;
    }

    @Test
    void drawsDifferBetweenSeedsSetsEpochsAndExamplesOnly() {
        byte[] reference = draw(1, "a", 0, 0);
        assertThat(draw(1, "a", 0, 0)).isEqualTo(reference);
        assertThat(draw(2, "a", 0, 0)).isNotEqualTo(reference);
        assertThat(draw(1, "b", 0, 0)).isNotEqualTo(reference);
        assertThat(draw(1, "a", 1, 0)).isNotEqualTo(reference);
        assertThat(draw(1, "a", 0, 1)).isNotEqualTo(reference);
    }

    @Test
    void bytesAroundTheImageAreNotTouched() {
        byte[] pixels = new byte[30];
        Arrays.fill(pixels, (byte) 77);
        new BernoulliPixels(1, "a").binarise(0, 0, pixels, 5, 19);
        for (int j = 0; j < 30; j++) {
            if (j < 5 || j >= 24) {
                assertThat(pixels[j]).as("byte %d", j).isEqualTo((byte) 77);
            } else {
                assertThat(pixels[j]).as("byte %d", j).isIn((byte) 0, (byte) 255);
            }
        }
    }

    @Test
    void pixelsEqualToTheThresholdBecomeBlack() {
        byte[] pixels = {0, 30, 31, (byte) 255};
        ImageSet set = ImageSet.builder("t", new ImageShape(1, 2, 2), pixels).build();
        ImageSet cut = new Binarisation.Threshold(30).apply(set);
        assertThat(cut.pixel(0, 0)).isZero();
        assertThat(cut.pixel(0, 1)).isZero();
        assertThat(cut.pixel(0, 2)).isEqualTo(255);
        assertThat(cut.pixel(0, 3)).isEqualTo(255);
    }

    @Test
    void staticBinarisationIsTheSameForAViewAndIdempotent() {
        ImageSet set = TestImages.pattern(20, SHAPE);
        Binarisation kind = new Binarisation.Static(4);
        ImageSet drawn = kind.apply(set).images();
        assertThat(kind.apply(set.head(7)).sha256()).isEqualTo(drawn.head(7).sha256());
        assertThat(kind.apply(drawn).sha256()).isEqualTo(drawn.sha256());
        assertThat(drawn.label(13)).isEqualTo(3);
        assertThat(new Binarisation.Static(5).apply(set).sha256()).isNotEqualTo(drawn.sha256());
    }

    @ParameterizedTest
    @CsvSource({
        "none, none",
        "threshold, threshold:127",
        "threshold:30, threshold:30",
        "static, static:3",
        "Dynamic, dynamic:3"
    })
    void aNameWithTheSeed3HasTheId(String name, String id) {
        assertThat(Binarisation.of(name, 3).id()).isEqualTo(id);
    }

    @Test
    void refusesUnknownNames() {
        assertThatThrownBy(() -> Binarisation.of("stochastic", 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'stochastic', expected one of [none, threshold, static, dynamic]");
    }

    @Test
    void refusesAThresholdThatNoPixelExceeds() {
        assertThatThrownBy(() -> Binarisation.of("threshold:255", 3)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] draw(long seed, String set, long epoch, int example) {
        byte[] pixels = new byte[784];
        Arrays.fill(pixels, (byte) 128);
        new BernoulliPixels(seed, set).binarise(epoch, example, pixels, 0, 784);
        return pixels;
    }
}
