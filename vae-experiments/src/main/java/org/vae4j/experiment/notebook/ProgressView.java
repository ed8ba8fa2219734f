package org.vae4j.experiment.notebook;

import java.nio.file.Path;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.report.chart.Curves;

/** Renders the progress of a training as HTML. */
public final class ProgressView {

    /** With fewer epochs there is no line to draw. */
    private static final int FEWEST_EPOCHS = 2;

    private ProgressView() {}

    /**
     * Renders a running training.
     *
     * @param run the run directory
     * @param what the current step in a few words
     * @param fraction the share of the training that is done, in [0, 1]
     * @return a bar, the words and the curve so far
     */
    public static String running(Path run, String what, double fraction) {
        return String.format(
                        Locale.ROOT,
                        "<div><progress max=\"1\" value=\"%.3f\"></progress> %s</div>",
                        fraction,
                        Displays.escaped(what))
                + curve(run);
    }

    /**
     * Renders a training that has ended.
     *
     * @param run the run directory
     * @return the directory and the curve
     */
    public static String ended(Path run) {
        return "<div>" + Displays.escaped(run) + "</div>" + curve(run);
    }

    private static String curve(Path run) {
        XYChart chart = Curves.negElbo(run);
        boolean worthSeeing = chart.getSeriesCollection().stream().anyMatch(s -> s.getXData().length >= FEWEST_EPOCHS);
        return worthSeeing ? Displays.svg(chart) : "";
    }
}
