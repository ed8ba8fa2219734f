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
    private static final int FRAME_WIDTH = 560;

    private final DivergenceFits fits;
    private final List<Contours> levels;

    DivergenceFigures(DivergenceFits fits) {
        this.fits = fits;
        this.levels = contours(fits.posterior());
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

    List<BufferedImage> frames(DoubleConsumer done) {
        List<BufferedImage> frames = new ArrayList<>();
        int steps = fits.reverse().size() - 1;
        for (int frame = 0; frame < FRAMES; frame++) {
            // Quadratic in time: the first steps move most.
            int step = (int) Math.round(steps * Math.pow(frame / (FRAMES - 1.0), 2));
            frames.add(shrink(Charts.render(picture(step))));
            done.accept(frame / (double) FRAMES);
        }
        return frames;
    }

    /** Lines at which the density is a half, a tenth and a hundredth of its peak. */
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
        List<Contours> levels = new ArrayList<>();
        for (double share : new double[] {0.5, 0.1, 0.01}) {
            levels.add(Contours.of(axis, axis, values, peak + Math.log(share)));
        }
        return levels;
    }

    private XYChart picture(int at) {
        FitStep reverse = fits.reverse().get(at);
        FitStep forward = fits.forward().get(at);
        XYChart chart = Charts.lines(
                String.format(
                        Locale.ROOT,
                        "step %d: KL(q || p) = %.2f, KL(p || q) = %.2f nats",
                        reverse.step(),
                        reverse.reverseKlNats(),
                        forward.forwardKlNats()),
                "z1",
                "z2");
        Color[] greys = {new Color(0x333333), new Color(0x808080), new Color(0xBBBBBB)};
        String[] names = {"p(z|x), 1/2 of peak", "1/10", "1/100"};
        for (int l = 0; l < levels.size(); l++) {
            XYSeries line =
                    chart.addSeries(names[l], levels.get(l).x(), levels.get(l).y());
            line.setLineColor(greys[l]);
            line.setLineStyle(new BasicStroke(1.5f));
        }
        addEllipses(chart, "reverse: KL(q || p)", reverse.q(), 0);
        addEllipses(chart, "forward: KL(p || q)", forward.q(), 1);
        chart.getStyler().setXAxisMin(-SHOWN).setXAxisMax(SHOWN);
        chart.getStyler().setYAxisMin(-SHOWN).setYAxisMax(SHOWN);
        return chart;
    }

    /** Draws the ellipses of one and two standard deviations; names of series must differ, if by a blank. */
    private static void addEllipses(XYChart chart, String name, Approximation q, int colour) {
        for (int radius = 1; radius <= 2; radius++) {
            double r = radius;
            double[] angles = IntStream.rangeClosed(0, 90)
                    .mapToDouble(i -> 2 * Math.PI * i / 90)
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
