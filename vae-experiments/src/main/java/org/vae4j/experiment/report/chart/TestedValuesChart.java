package org.vae4j.experiment.report.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/**
 * A chart whose horizontal axis has a tick at each of some values. XChart puts ticks at round numbers only: its labels
 * keep their room here, but are invisible.
 */
final class TestedValuesChart extends XYChart {

    private static final Color UNSEEN = new Color(0, 0, 0, 0);
    private static final int TICK = 4;
    private static final int GAP = 2;
    /** The least distance between two labels in pixels. */
    private static final double APART = 8;

    private final List<Double> values;

    /** The values are ascending and within the axis. */
    TestedValuesChart(XYChartBuilder builder, List<Double> values) {
        super(builder);
        this.values = values;
    }

    /** Hides the ticks of XChart. Call this after the chart has got its theme, which would show them again. */
    void hideOtherTicks() {
        getStyler()
                .setXAxisTickLabelsColor(UNSEEN)
                .setXAxisTickLabelsFormattingFunction(value -> "0")
                .setPlotGridVerticalLinesVisible(false);
    }

    @Override
    public void paint(Graphics2D graphics, int width, int height) {
        super.paint(graphics, width, height);
        Rectangle2D plot = this.plot.getBounds();
        double free = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            double x = getScreenXFromChart(value);
            graphics.setColor(getStyler().getPlotBorderColor());
            graphics.draw(new Line2D.Double(x, plot.getMaxY(), x, plot.getMaxY() + TICK));
            Shape label = label(value);
            Rectangle2D box = label.getBounds2D();
            if (x - box.getWidth() / 2 >= free) {
                double left = x - box.getWidth() / 2 - box.getX();
                double baseline = plot.getMaxY() + TICK + GAP - box.getY();
                graphics.setColor(getStyler().getYAxisTickLabelsColor());
                graphics.fill(
                        AffineTransform.getTranslateInstance(left, baseline).createTransformedShape(label));
                free = x + box.getWidth() / 2 + APART;
            }
        }
    }

    private Shape label(double value) {
        FontRenderContext context = new FontRenderContext(null, true, false);
        return new TextLayout(Ticks.label(value), getStyler().getAxisTickLabelsFont(), context).getOutline(null);
    }
}
