package org.vae4j.experiment.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.theme.XChartTheme;

/**
 * The colours, fonts, strokes and paddings that all charts share. {@link Charts} gives this theme to the styler of each
 * chart that it makes, and then sets the colours of the series and what depends on the kind of chart. Sizes are in
 * pixels of the unscaled image.
 */
final class ChartTheme extends XChartTheme {

    private static final Color GROUND = Color.WHITE;
    private static final Color INK = new Color(0x222222);

    /** The colour of the grid and of the frame around it. */
    private static final Color GRID = new Color(0xDDDDDD);

    private static final BasicStroke HAIRLINE = new BasicStroke(0.5f);
    private static final int PADDING = 12;

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 17);
    private static final Font LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    private static final Font TICK_LABEL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    @Override
    public Color getChartBackgroundColor() {
        return GROUND;
    }

    @Override
    public Color getPlotBackgroundColor() {
        return GROUND;
    }

    @Override
    public Color getPlotBorderColor() {
        return GRID;
    }

    @Override
    public Color getPlotGridLinesColor() {
        return GRID;
    }

    @Override
    public BasicStroke getPlotGridLinesStroke() {
        return HAIRLINE;
    }

    @Override
    public Color getChartFontColor() {
        return INK;
    }

    @Override
    public Color getAxisTickLabelsColor() {
        return INK;
    }

    /** The legend has no visible border: XChart always draws one, here in the colour of the ground. */
    @Override
    public Color getLegendBorderColor() {
        return GROUND;
    }

    @Override
    public boolean isChartTitleBoxVisible() {
        return false;
    }

    @Override
    public boolean isPlotTicksMarksVisible() {
        return false;
    }

    @Override
    public int getChartTitlePadding() {
        return PADDING;
    }

    @Override
    public int getChartPadding() {
        return PADDING;
    }

    @Override
    public Font getChartTitleFont() {
        return TITLE;
    }

    @Override
    public Font getAxisTitleFont() {
        return LABEL;
    }

    @Override
    public Font getAxisTickLabelsFont() {
        return TICK_LABEL;
    }

    @Override
    public Font getLegendFont() {
        return LABEL;
    }
}
