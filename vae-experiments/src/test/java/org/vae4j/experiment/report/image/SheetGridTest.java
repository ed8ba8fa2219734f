package org.vae4j.experiment.report.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SheetGridTest {

    private static BufferedImage sheet(int images, int columns, int scale) {
        ImageSheet sheet = new ImageSheet(1, 2, 3).columns(columns).scale(scale);
        IntStream.range(0, images).forEach(i -> sheet.add(new float[] {i / 10f, 0, 1, 0.5f, 0.25f, i / 20f}));
        return sheet.render();
    }

    @Test
    void ofFindsTheImagesOfASheet() {
        SheetGrid grid = SheetGrid.of(sheet(6, 3, 2)).orElseThrow();
        assertThat(grid.columns()).isEqualTo(3);
        assertThat(grid.rows()).isEqualTo(2);
        assertThat(grid.images().getWidth()).isEqualTo(18);
        assertThat(grid.images().getHeight()).isEqualTo(8);
        assertThat(grid.images().getRGB(12, 4) & 255)
                .as("the first pixel of the last image")
                .isEqualTo(128);
        assertThat(grid.images().getRGB(17, 0) & 255).isEqualTo(255);
    }

    /** A sheet of 371 pixels in a column of 544 would leave a ragged edge; a sheet of 171 would become coarse. */
    @Test
    void aSheetThatNearlyFillsAColumnFillsIt() {
        assertThat(SheetGrid.shownWidth(371)).isEqualTo(SheetGrid.COLUMN);
        assertThat(SheetGrid.shownWidth(851)).isEqualTo(851);
        assertThat(SheetGrid.shownWidth(171)).isEqualTo(171);
    }

    @Test
    void aLastRowMayHaveFewerImages() {
        SheetGrid grid = SheetGrid.of(sheet(4, 3, 1)).orElseThrow();
        assertThat(grid.columns() * 10 + grid.rows()).isEqualTo(32);
    }

    @Test
    void ofIsEmptyForOtherPictures() {
        assertThat(SheetGrid.of(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB)))
                .isEmpty();
        BufferedImage plain = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        plain.createGraphics();
        for (int x = 0; x < 40; x++) {
            for (int y = 0; y < 30; y++) {
                plain.setRGB(x, y, ImageSheet.SEPARATOR.getRGB());
            }
        }
        assertThat(SheetGrid.of(plain)).isEmpty();
    }
}
