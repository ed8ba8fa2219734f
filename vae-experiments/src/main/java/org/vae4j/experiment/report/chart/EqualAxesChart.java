package org.vae4j.experiment.report.chart;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/**
 * A chart around the origin with equal units on both axes, so that a circle is round in every size and format. The
 * range of the longer axis is extended to fit the room that labels and legend leave.
 */
final class EqualAxesChart extends XYChart {

    /** Paintings to find the room of the plot: new ranges may get wider labels, which change the room again. */
    private static final int ROUNDS = 2;

    private final double edge;

    /** Both axes show at least [−edge, edge]. */
    EqualAxesChart(XYChartBuilder builder, double edge) {
        super(builder);
        this.edge = edge;
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        Graphics2D nowhere = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        try {
            show(edge, edge);
            for (int round = 0; round < ROUNDS; round++) {
                super.paint(nowhere, width, height);
                Rectangle2D plot = this.plot.getBounds();
                double ratio = plot.getWidth() / plot.getHeight();
                show(edge * Math.max(1, ratio), edge * Math.max(1, 1 / ratio));
            }
        } finally {
            nowhere.dispose();
        }
        super.paint(graphics, width, height);
    }

    private void show(double across, double up) {
        getStyler().setXAxisMin(-across).setXAxisMax(across).setYAxisMin(-up).setYAxisMax(up);
    }
}
