package org.vae4j.experiment.report.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageSheetTest {

    private static final int WHITE = 0xFFFFFFFF;
    private static final int BLACK = 0xFF000000;

    @Test
    void placesImagesRowByRowMagnifiedWithoutSmoothing() {
        BufferedImage sheet = new ImageSheet(1, 1, 2)
                .scale(3)
                .columns(2)
                .addAll(List.of(new float[] {0, 1}, new float[] {1, 0}, new float[] {1, 1}))
                .render();

        // An image of 2 x 1 pixels is 6 x 3 in the sheet, with a line of one pixel around it.
        assertThat(sheet.getWidth()).isEqualTo(2 * (6 + 1) + 1);
        assertThat(sheet.getHeight()).isEqualTo(2 * (3 + 1) + 1);
        assertThat(sheet.getRGB(1, 1)).as("first image, first pixel").isEqualTo(BLACK);
        assertThat(sheet.getRGB(3, 3)).as("first image, end of the first pixel").isEqualTo(BLACK);
        assertThat(sheet.getRGB(4, 1)).as("first image, second pixel").isEqualTo(WHITE);
        assertThat(sheet.getRGB(7, 1)).as("line between the images").isNotIn(BLACK, WHITE);
        assertThat(sheet.getRGB(8, 1)).as("second image, first pixel").isEqualTo(WHITE);
        assertThat(sheet.getRGB(11, 1)).as("second image, second pixel").isEqualTo(BLACK);
        assertThat(sheet.getRGB(1, 5)).as("third image, in the second row").isEqualTo(WHITE);
    }

    @Test
    void shadesMapTheDarkestAndTheLightestValueToBlackAndWhite() {
        BufferedImage sheet = new ImageSheet(1, 1, 2)
                .scale(1)
                .shades(-2, 2)
                .add(new float[] {-2, 2})
                .render();
        assertThat(sheet.getRGB(1, 1)).isEqualTo(BLACK);
        assertThat(sheet.getRGB(2, 1)).isEqualTo(WHITE);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "NaN, 1", "0, Infinity"})
    void refusesShadesThatAreNoRange(double darkest, double lightest) {
        ImageSheet sheet = new ImageSheet(1, 1, 1);
        assertThatThrownBy(() -> sheet.shades(darkest, lightest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found shades from " + darkest);
    }

    @Test
    void readsColoursAsPlanes() {
        BufferedImage sheet = new ImageSheet(3, 1, 2)
                .scale(1)
                .add(new float[] {1, 0, 0, 0.5f, 0, 1})
                .render();

        assertThat(sheet.getRGB(1, 1)).isEqualTo(0xFFFF0000);
        assertThat(sheet.getRGB(2, 1)).isEqualTo(0xFF0080FF);
    }

    @Test
    void clipsValuesOutsideTheRangeAndShowsNaNAsBlack() {
        BufferedImage sheet = new ImageSheet(1, 1, 3)
                .scale(1)
                .add(new float[] {-1, 2, Float.NaN})
                .render();

        assertThat(sheet.getRGB(1, 1)).isEqualTo(BLACK);
        assertThat(sheet.getRGB(2, 1)).isEqualTo(WHITE);
        assertThat(sheet.getRGB(3, 1)).isEqualTo(BLACK);
    }

    @Test
    void saveWritesTheRenderedSheet(@TempDir Path folder) throws IOException {
        ImageSheet sheet = new ImageSheet(1, 2, 2).add(new float[] {0, 1, 1, 0});
        Path file = folder.resolve("sheet.png");
        sheet.save(file);

        BufferedImage read = ImageIO.read(file.toFile());
        assertThat(read.getWidth()).isEqualTo(2 * 42 + 2);
        assertThat(read.getRGB(1 + 42, 1)).isEqualTo(WHITE);
        assertThat(folder).isDirectoryNotContaining(f -> f.toString().endsWith(".part"));
    }

    @Test
    void refusesAnImageOfAnotherSize() {
        ImageSheet sheet = new ImageSheet(1, 28, 28);
        assertThatThrownBy(() -> sheet.add(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found an image of 3 values, expected 784 (1 x 28 x 28)");
    }

    @Test
    void refusesAShapeThatNoImageHas() {
        assertThatThrownBy(() -> new ImageSheet(2, 28, 28)).hasMessageContaining("1 or 3 channels");
        assertThatThrownBy(() -> ImageSheet.image(2, 1, 1, new float[2])).hasMessageContaining("1 or 3 channels");
    }

    @Test
    void renderRefusesASheetWithoutImages() {
        ImageSheet sheet = new ImageSheet(1, 1, 1);
        assertThatThrownBy(sheet::render)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no image");
    }
}
