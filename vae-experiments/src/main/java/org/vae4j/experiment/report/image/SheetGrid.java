package org.vae4j.experiment.report.image;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The images of a sheet that {@link ImageSheet} drew, without the lines between them. A page draws the lines itself:
 * in a picture that is shown smaller than it is, lines of one pixel would be uneven, and some would vanish.
 *
 * @param columns the number of images per row, at least 1
 * @param rows the number of rows, at least 1
 * @param images a picture of all images, without lines between them
 */
public record SheetGrid(int columns, int rows, BufferedImage images) {

    /** The width of the widest column of a page, in pixels. */
    public static final int COLUMN = 544;
    /** A sheet of at least this width is enlarged to the width of a column, that is by less than a half. */
    private static final int MIN_ENLARGED_WIDTH = 365;

    private static final int RGB = 0xFFFFFF;

    /**
     * Takes a picture of a sheet apart.
     *
     * @param picture any picture
     * @return the images of the sheet; empty if the picture does not have the lines of a sheet
     */
    public static Optional<SheetGrid> of(BufferedImage picture) {
        List<Integer> across = lines(picture.getWidth(), x -> isColumn(picture, x));
        List<Integer> down = lines(picture.getHeight(), y -> isRow(picture, y));
        return across.size() < 2 || down.size() < 2
                ? Optional.empty()
                : Optional.of(new SheetGrid(across.size() - 1, down.size() - 1, withoutLines(picture, across, down)));
    }

    /**
     * The width at which a page shows a sheet. A sheet that nearly fills a column is enlarged to fill it, so that the
     * pictures of a page end at one edge. A small sheet is not enlarged, since its images would turn into coarse
     * squares.
     *
     * @param width the width of the sheet in pixels
     * @return the width in pixels of the page
     */
    public static int shownWidth(int width) {
        return width >= MIN_ENLARGED_WIDTH ? Math.max(width, COLUMN) : width;
    }

    /** The places of the lines; empty unless a line begins and ends the picture and all are equally far apart. */
    private static List<Integer> lines(int size, IntPredicate isLine) {
        List<Integer> lines = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            if (isLine.test(i)) {
                lines.add(i);
            }
        }
        if (lines.size() < 2 || lines.get(0) != 0 || lines.get(lines.size() - 1) != size - 1) {
            return List.of();
        }
        int step = lines.get(1);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i) != i * step) {
                return List.of();
            }
        }
        return step < 2 ? List.of() : lines;
    }

    private static boolean isColumn(BufferedImage picture, int x) {
        for (int y = 0; y < picture.getHeight(); y++) {
            if (!isSeparator(picture.getRGB(x, y))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRow(BufferedImage picture, int y) {
        for (int x = 0; x < picture.getWidth(); x++) {
            if (!isSeparator(picture.getRGB(x, y))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSeparator(int pixel) {
        return (pixel & RGB) == (ImageSheet.SEPARATOR.getRGB() & RGB);
    }

    private static BufferedImage withoutLines(BufferedImage picture, List<Integer> across, List<Integer> down) {
        int width = across.get(1) - 1;
        int height = down.get(1) - 1;
        int columns = across.size() - 1;
        int rows = down.size() - 1;
        BufferedImage images = new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = images.createGraphics();
        try {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    BufferedImage image = picture.getSubimage(across.get(column) + 1, down.get(row) + 1, width, height);
                    graphics.drawImage(image, column * width, row * height, null);
                }
            }
        } finally {
            graphics.dispose();
        }
        return images;
    }
}
