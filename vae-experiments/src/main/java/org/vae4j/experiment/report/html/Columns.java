package org.vae4j.experiment.report.html;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.report.image.SheetGrid;

/**
 * The order in which blocks fill two columns of like height, so that there is no hole beside a tall one.
 *
 * @param blocks those of the left column before those of the right one
 * @param places of each block where there is one column, from 0; none where that is the same order
 */
public record Columns(List<Page.Block> blocks, List<Integer> places) {

    /** More blocks are not tried in all ways. */
    private static final int MAX_BLOCKS = 14;

    /** Of a column's width: the caption above a block, the legend below it and the distance to the next. */
    private static final double AROUND = 0.15;

    private static final double CHART = 0.625;

    /** The blocks of a section in an order for its layout. */
    static Columns of(Page.Section section) {
        if (section.layout() != Page.Layout.FLOW) {
            return new Columns(section.blocks(), List.of());
        }
        List<Page.Block> arranged = arranged(section.blocks());
        return new Columns(
                arranged, arranged.stream().map(section.blocks()::indexOf).toList());
    }

    /** Balances the blocks in front of the first that takes the whole width. */
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
     * Puts the blocks of the left column before those of the right one; within a column their order stays, and the
     * first block stays first.
     *
     * @param blocks in the order in which they should be read
     * @return the same blocks; in the given order where they are too many
     */
    static List<Page.Block> balanced(List<Page.Block> blocks) {
        if (blocks.size() < 3 || blocks.size() > MAX_BLOCKS) {
            return blocks;
        }
        double all = blocks.stream().mapToDouble(Columns::height).sum();
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int right = 0; right < 1 << (blocks.size() - 1); right++) {
            double higher = higher(blocks, right, all);
            if (higher < least - 1e-9) {
                least = higher;
                best = right;
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

    /** The height of the higher column. */
    private static double higher(List<Page.Block> blocks, int right, double all) {
        double height = 0;
        for (int i = 0; i < blocks.size(); i++) {
            height += isRight(right, i, blocks.size()) ? height(blocks.get(i)) : 0;
        }
        return Math.max(height, all - height);
    }

    /** Later blocks have the lower bits, so that among equals those stand right that are read later. */
    private static boolean isRight(int right, int block, int count) {
        return block > 0 && (right >> (count - 1 - block) & 1) == 1;
    }

    /** As a share of a column's width. */
    private static double height(Page.Block block) {
        if (block instanceof Page.Picture picture) {
            return AROUND + picture.ratio() * Math.min(1, (double) picture.pixels() / SheetGrid.COLUMN);
        }
        return AROUND
                + (block instanceof Page.Drawing drawing && drawing.width().equals("square") ? 1 : CHART);
    }
}
