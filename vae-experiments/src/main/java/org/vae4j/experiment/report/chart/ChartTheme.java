package org.vae4j.experiment.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.style.theme.XChartTheme;

/** Colours and fonts that do not depend on the kind of chart. */
final class ChartTheme extends XChartTheme {

    private static final Color INK = new Color(0x222222);
    private static final Color GRID = new Color(0xDDDDDD);

    @Override
    public Color getChartBackgroundColor() {
        return Color.WHITE;
    }

    @Override
    public Color getPlotBackgroundColor() {
        return Color.WHITE;
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
        return new BasicStroke(0.5f);
    }

    @Override
    public Color getChartFontColor() {
        return INK;
    }

    @Override
    public Color getAxisTickLabelsColor() {
        return INK;
    }

    @Override
    public Color getLegendBorderColor() {
        return Color.WHITE;
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
        return 12;
    }

    @Override
    public int getChartPadding() {
        return 12;
    }

    @Override
    public Font getChartTitleFont() {
        return new Font(Font.SANS_SERIF, Font.BOLD, 17);
    }

    @Override
    public Font getAxisTitleFont() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    }

    @Override
    public Font getAxisTickLabelsFont() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    }

    @Override
    public Font getLegendFont() {
        return new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    }
}
