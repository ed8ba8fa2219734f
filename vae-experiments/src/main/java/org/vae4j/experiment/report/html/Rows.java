package org.vae4j.experiment.report.html;

import java.awt.Dimension;
import java.util.ArrayList;
import java.util.List;

/** Charts in rows that are full: two in each row, and three in the last row where their number is odd. */
public final class Rows {

    private static final String HALF = "half";

    /**
     * Of a third of the page, in units that make its letters as large as those of half a page. XChart crowds the ticks
     * of a plot that is lower than 160.
     */
    private static final Dimension THIRD = new Dimension(288, 250);

    private Rows() {}

    /**
     * Fills the rows of a section.
     *
     * @param blocks in the order in which they should be read
     * @return the same blocks, in which of an odd number of charts of half the width the last three are narrower; a
     *     single one has its caption beside it
     */
    public static List<Page.Block> filled(List<Page.Block> blocks) {
        List<Page.Block> filled = new ArrayList<>();
        List<Page.Drawing> halves = new ArrayList<>();
        for (Page.Block block : blocks) {
            if (block instanceof Page.Drawing drawing && drawing.width().equals(HALF)) {
                halves.add(drawing);
            } else {
                addTo(filled, halves);
                halves.clear();
                filled.add(block);
            }
        }
        addTo(filled, halves);
        return filled;
    }

    private static void addTo(List<Page.Block> filled, List<Page.Drawing> halves) {
        int count = halves.size();
        if (count == 1) {
            filled.add(halves.get(0).withSvg(halves.get(0).svg(), "beside"));
            return;
        }
        int narrow = count % 2 == 1 ? count - 3 : count;
        for (int i = 0; i < count; i++) {
            filled.add(i < narrow ? halves.get(i) : Svg.resized(halves.get(i), THIRD, "third"));
        }
    }
}
