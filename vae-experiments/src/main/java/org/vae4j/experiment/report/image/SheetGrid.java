package org.vae4j.experiment.report.image;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A sheet as {@link ImageSheet} draws it, taken apart. A page draws the lines between the images itself, evenly at
 * every size: a line of one pixel in a picture that is shown smaller would be here thin and there missing.
 *
 * @param columns images side by side, at least 1
 * @param rows images below each other, at least 1
 * @param images all of them without lines between
 */
public record SheetGrid(int columns, int rows, BufferedImage images) {

    /** Pixels of the widest column of a page. */
    public static final int COLUMN = 544;
    /** A sheet of so many pixels is enlarged by less than the half of it. */
    private static final int NEARLY = 365;

    /**
     * Finds the lines of a picture.
     *
     * @param picture any picture
     * @return nothing where it is no sheet
     */
    public static Optional<SheetGrid> of(BufferedImage picture) {
        List<Integer> across = lines(picture.getWidth(), x -> isColumn(picture, x));
        List<Integer> down = lines(picture.getHeight(), y -> isRow(picture, y));
        return across.size() < 2 || down.size() < 2
                ? Optional.empty()
                : Optional.of(new SheetGrid(across.size() - 1, down.size() - 1, withoutLines(picture, across, down)));
    }

    /**
     * How wide a sheet is shown where there is room: one that nearly fills a column fills it, so that the pictures of a
     * page end together.
     *
     * @param pixels how wide it is
     * @return in pixels of the page; small sheets as they are, because their images would be nothing but squares
     */
    public static int shown(int pixels) {
        return pixels >= NEARLY ? Math.max(pixels, COLUMN) : pixels;
    }

    /** Where the lines are, if they begin and end the picture and stand equally far apart; none otherwise. */
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
            if (!isOfLine(picture.getRGB(x, y))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRow(BufferedImage picture, int y) {
        for (int x = 0; x < picture.getWidth(); x++) {
            if (!isOfLine(picture.getRGB(x, y))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOfLine(int pixel) {
        return (pixel & 0xFFFFFF) == (ImageSheet.SEPARATOR.getRGB() & 0xFFFFFF);
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
