package org.vae4j.experiment.study.variational;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.Contours;

/** The charts of {@link VariationalInferenceStudy}. */
final class DivergenceFigures {

    /** Figures show [-SHOWN, SHOWN] in both directions. */
    private static final double SHOWN = 3;

    private static final int FRAMES = 30;
    /** Pixels; a smaller picture makes a smaller animation. */
    private static final int FRAME_WIDTH = 560;
    /** Straight lines that an ellipse is drawn with, few enough to draw and too many to see. */
    private static final int SEGMENTS = 90;
    /** Densities at which contours are drawn, as shares of the peak. */
    private static final double[] SHARES_OF_PEAK = {0.5, 0.1, 0.01};

    private static final String[] CONTOUR_NAMES = {"p(z|x), 1/2 of peak", "1/10", "1/100"};
    private static final Color[] CONTOUR_GREYS = {new Color(0x333333), new Color(0x808080), new Color(0xBBBBBB)};

    private final DivergenceFits fits;
    /** One element per share of the peak. */
    private final List<Contours> contours;

    DivergenceFigures(DivergenceFits fits) {
        this.fits = fits;
        this.contours = contours(fits.posterior());
    }

    XYChart divergences() {
        XYChart chart = Charts.lines("Divergence while q is fitted", "step of gradient descent", "divergence (nats)");
        Charts.series(chart, "reverse fit: KL(q || p)", fits.reverse(), FitStep::step, FitStep::reverseKlNats);
        Charts.series(chart, "forward fit: KL(p || q)", fits.forward(), FitStep::step, FitStep::forwardKlNats);
        chart.getStyler().setYAxisLogarithmic(true);
        return chart;
    }

    XYChart posterior() {
        XYChart chart = picture(fits.reverse().size() - 1);
        addEllipses(
                chart,
                "reverse, other start",
                fits.last(fits.fromTheOtherSide()).q(),
                2);
        return chart;
    }

    /** Draws the animation; {@code progress} is told the share of the frames that are drawn. */
    List<BufferedImage> frames(DoubleConsumer progress) {
        List<BufferedImage> frames = new ArrayList<>();
        int steps = fits.reverse().size() - 1;
        for (int frame = 0; frame < FRAMES; frame++) {
            // Quadratic in time, because the first steps move q most.
            int step = (int) Math.round(steps * Math.pow(frame / (FRAMES - 1.0), 2));
            frames.add(shrink(Charts.render(picture(step))));
            progress.accept(frame / (double) FRAMES);
        }
        return frames;
    }

    private static List<Contours> contours(GridPosterior posterior) {
        double[] axis = posterior.axis();
        double[][] values = new double[axis.length][axis.length];
        double peak = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < axis.length; i++) {
            for (int j = 0; j < axis.length; j++) {
                values[i][j] = posterior.logDensity(i, j);
                peak = Math.max(peak, values[i][j]);
            }
        }
        List<Contours> contours = new ArrayList<>();
        for (double share : SHARES_OF_PEAK) {
            contours.add(Contours.of(axis, axis, values, peak + Math.log(share)));
        }
        return contours;
    }

    /** Draws the posterior and both fits after a number of steps. */
    private XYChart picture(int step) {
        FitStep reverse = fits.reverse().get(step);
        FitStep forward = fits.forward().get(step);
        XYChart chart = Charts.lines(
                String.format(
                        Locale.ROOT,
                        "step %d: KL(q || p) = %.2f, KL(p || q) = %.2f nats",
                        reverse.step(),
                        reverse.reverseKlNats(),
                        forward.forwardKlNats()),
                "z1",
                "z2");
        for (int i = 0; i < contours.size(); i++) {
            XYSeries line = chart.addSeries(
                    CONTOUR_NAMES[i], contours.get(i).x(), contours.get(i).y());
            line.setLineColor(CONTOUR_GREYS[i]);
            line.setLineStyle(new BasicStroke(1.5f));
        }
        addEllipses(chart, "reverse: KL(q || p)", reverse.q(), 0);
        addEllipses(chart, "forward: KL(p || q)", forward.q(), 1);
        chart.getStyler().setXAxisMin(-SHOWN).setXAxisMax(SHOWN);
        chart.getStyler().setYAxisMin(-SHOWN).setYAxisMax(SHOWN);
        return chart;
    }

    /**
     * Draws the ellipses of one and two standard deviations. The names of two series must differ, so that of the outer
     * ellipse ends in a blank.
     */
    private static void addEllipses(XYChart chart, String name, Approximation q, int colour) {
        for (int radius = 1; radius <= 2; radius++) {
            double r = radius;
            double[] angles = IntStream.rangeClosed(0, SEGMENTS)
                    .mapToDouble(i -> 2 * Math.PI * i / SEGMENTS)
                    .toArray();
            double[] x = Arrays.stream(angles)
                    .map(a -> q.mean1() + r * Math.exp(q.logVar1() / 2) * Math.cos(a))
                    .toArray();
            double[] y = Arrays.stream(angles)
                    .map(a -> q.mean2() + r * Math.exp(q.logVar2() / 2) * Math.sin(a))
                    .toArray();
            XYSeries line = chart.addSeries(radius == 1 ? name : name + " ", x, y);
            line.setLineColor(Charts.colour(colour));
            line.setShowInLegend(radius == 1);
        }
    }

    private static BufferedImage shrink(BufferedImage image) {
        int height = image.getHeight() * FRAME_WIDTH / image.getWidth();
        BufferedImage small = new BufferedImage(FRAME_WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(image, 0, 0, FRAME_WIDTH, height, null);
        graphics.dispose();
        return small;
    }
}
