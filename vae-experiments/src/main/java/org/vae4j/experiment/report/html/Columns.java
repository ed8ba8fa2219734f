package org.vae4j.experiment.report.html;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.report.image.SheetGrid;

/**
 * The order in which blocks fill two columns of nearly equal height, so that no gap is left beside a tall block.
 *
 * @param blocks the blocks of the left column, then those of the right column
 * @param places the place of each block in a layout of one column, from 0; empty if that is the same order
 */
public record Columns(List<Page.Block> blocks, List<Integer> places) {

    /** All 2^(n-1) distributions of n blocks over the columns are tried; for more blocks that takes too long. */
    private static final int MAX_BLOCKS = 14;

    /** The height of caption, legend and gap of a block, as a share of the column's width. */
    private static final double SURROUNDINGS = 0.15;

    /** The height of a chart, as a share of the column's width. */
    private static final double CHART = 0.625;

    /** A distribution must be better by more than rounding, so that the first of equals wins. */
    private static final double TOLERANCE = 1e-9;

    /** Orders the blocks of a section for its layout. */
    static Columns of(Page.Section section) {
        if (section.layout() != Page.Layout.FLOW) {
            return new Columns(section.blocks(), List.of());
        }
        List<Page.Block> arranged = arranged(section.blocks());
        return new Columns(
                arranged, arranged.stream().map(section.blocks()::indexOf).toList());
    }

    /** Balances the blocks before the first block that takes the whole width; the others keep their order. */
    private static List<Page.Block> arranged(List<Page.Block> blocks) {
        int narrow = 0;
        while (narrow < blocks.size() && !isWide(blocks.get(narrow))) {
            narrow++;
        }
        List<Page.Block> arranged = new ArrayList<>(balanced(blocks.subList(0, narrow)));
        arranged.addAll(blocks.subList(narrow, blocks.size()));
        return arranged;
    }

    private static boolean isWide(Page.Block block) {
        return block instanceof Page.Drawing drawing && drawing.width().equals("wide");
    }

    /**
     * Distributes blocks over two columns such that the higher column is as low as possible. Within a column the order
     * of the blocks stays, and the first block stays first.
     *
     * @param blocks the blocks in the order in which they should be read
     * @return the blocks of the left column, then those of the right column; the given list if it is too long
     */
    static List<Page.Block> balanced(List<Page.Block> blocks) {
        if (blocks.size() < 3 || blocks.size() > MAX_BLOCKS) {
            return blocks;
        }
        double total = blocks.stream().mapToDouble(Columns::height).sum();
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int rightBits = 0; rightBits < 1 << (blocks.size() - 1); rightBits++) {
            double height = heightOfHigherColumn(blocks, rightBits, total);
            if (height < least - TOLERANCE) {
                least = height;
                best = rightBits;
            }
        }
        List<Page.Block> ordered = new ArrayList<>();
        for (int column = 0; column < 2; column++) {
            for (int i = 0; i < blocks.size(); i++) {
                if (isRight(best, i, blocks.size()) == (column == 1)) {
                    ordered.add(blocks.get(i));
                }
            }
        }
        return ordered;
    }

    private static double heightOfHigherColumn(List<Page.Block> blocks, int rightBits, double total) {
        double right = 0;
        for (int i = 0; i < blocks.size(); i++) {
            right += isRight(rightBits, i, blocks.size()) ? height(blocks.get(i)) : 0;
        }
        return Math.max(right, total - right);
    }

    /**
     * Whether a block is in the right column. Later blocks have lower bits: among equally good distributions the first
     * one found puts the blocks to the right that are read later.
     */
    private static boolean isRight(int rightBits, int block, int count) {
        return block > 0 && (rightBits >> (count - 1 - block) & 1) == 1;
    }

    /** The height of a block, as a share of the column's width. */
    private static double height(Page.Block block) {
        if (block instanceof Page.Picture picture) {
            return SURROUNDINGS + picture.ratio() * Math.min(1, (double) picture.pixels() / SheetGrid.COLUMN);
        }
        return SURROUNDINGS
                + (block instanceof Page.Drawing drawing && drawing.width().equals("square") ? 1 : CHART);
    }
}
