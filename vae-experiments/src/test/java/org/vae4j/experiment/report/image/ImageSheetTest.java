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

        // Two columns of 2 x 3 pixels and two rows of 1 x 3, each with a separator of one pixel around it.
        assertThat(sheet.getWidth()).isEqualTo(2 * (6 + 1) + 1);
        assertThat(sheet.getHeight()).isEqualTo(2 * (3 + 1) + 1);
        assertThat(sheet.getRGB(1, 1)).isEqualTo(BLACK);
        assertThat(sheet.getRGB(3, 3)).isEqualTo(BLACK);
        assertThat(sheet.getRGB(4, 1)).isEqualTo(WHITE);
        assertThat(sheet.getRGB(8, 1)).isEqualTo(WHITE);
        assertThat(sheet.getRGB(11, 1)).isEqualTo(BLACK);
        assertThat(sheet.getRGB(1, 5)).isEqualTo(WHITE);
        assertThat(sheet.getRGB(7, 1)).isNotIn(BLACK, WHITE);
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
    void clipsWhatIsOutsideAndShowsNanAsBlack() {
        BufferedImage sheet = new ImageSheet(1, 1, 3)
                .scale(1)
                .add(new float[] {-1, 2, Float.NaN})
                .render();

        assertThat(sheet.getRGB(1, 1)).isEqualTo(BLACK);
        assertThat(sheet.getRGB(2, 1)).isEqualTo(WHITE);
        assertThat(sheet.getRGB(3, 1)).isEqualTo(BLACK);
    }

    @Test
    void savesWhatItRenders(@TempDir Path folder) throws IOException {
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
        assertThatThrownBy(() -> new ImageSheet(1, 28, 28).add(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found an image of 3 values, expected 784 (1 x 28 x 28)");
        assertThatThrownBy(() -> new ImageSheet(2, 28, 28)).hasMessageContaining("1 or 3 channels");
        assertThatThrownBy(() -> new ImageSheet(1, 1, 1).render()).hasMessageContaining("no image");
    }
}
