package org.vae4j.experiment.study.chainrule;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vae4j.data.ImageShape;
import org.vae4j.data.synthetic.LineDataset;
import org.vae4j.data.synthetic.LineFactors;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.math.Streams;

/** The chain rule over pixels is exact, against enumeration, and its cost doubles with every pixel. */
public final class ChainRuleStudy implements Study {

    private static final int PIXELS = Thumbnails.SIDE * Thumbnails.SIDE;
    private static final int SHEET = 40;

    /** A study. */
    public ChainRuleStudy() {}

    /**
     * Its keys.
     *
     * @param train images to fit on
     * @param test images to judge by
     * @param level mean grey value of a block, in [0, 255], above which a thumbnail's pixel is on
     * @param pseudoCount added to the count of each outcome in each context
     */
    public record Options(int train, int test, double level, double pseudoCount) {

        /**
         * Validates.
         *
         * @param train images to fit on
         * @param test images to judge by
         * @param level mean grey value of a block, in [0, 255], above which a thumbnail's pixel is on
         * @param pseudoCount added to the count of each outcome in each context
         */
        public Options {
            OptionChecks.between("train", train, 10, 200_000);
            OptionChecks.between("test", test, 10, 200_000);
            OptionChecks.require(level >= 0 && level < 255, "level", level, "a number from 0 to below 255");
            OptionChecks.positive("pseudoCount", pseudoCount);
        }
    }

    /**
     * What d pixels cost and give.
     *
     * @param pixels d
     * @param tableParameters of the chain rule with nothing assumed
     * @param logisticParameters of the chain of logistic regressions
     * @param unseenContexts the share of test images whose first d - 1 pixels never occurred in training
     * @param tableNegLogLikelihood of test images, nats per image
     * @param logisticNegLogLikelihood of test images, nats per image
     * @param independentNegLogLikelihood of test images, nats per image, pixels taken as independent
     */
    public record Row(
            int pixels,
            long tableParameters,
            long logisticParameters,
            double unseenContexts,
            double tableNegLogLikelihood,
            double logisticNegLogLikelihood,
            double independentNegLogLikelihood) {}

    /**
     * Runs it.
     *
     * @param args options and {@code key=value} overrides
     */
    public static void main(String[] args) {
        StudyRunner.main(new ChainRuleStudy(), args);
    }

    @Override
    public String name() {
        return "chain-rule";
    }

    @Override
    public String summary() {
        return "The chain rule over pixels: exact against enumeration, and doubling with every pixel";
    }

    @Override
    public String defaults() {
        return """
                study:
                  train: 500          # images to fit on
                  test: 5000          # images to judge by
                  level: 10           # mean grey value (0 to 255) above which a block of the image counts as on
                  pseudoCount: 0.5    # added to the count of each outcome in each context
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws IOException {
        Options options = context.options(Options.class);
        int[] train = lines(options.train(), Streams.derive(context.seed(), "train"), options.level());
        int[] test = lines(options.test(), Streams.derive(context.seed(), "test"), options.level());
        drawThumbnails(context, train);

        context.progress("counting", 0.1);
        ChainRule table = ChainRule.fit(train, PIXELS, options.pseudoCount());
        double worst = errorAgainstEnumeration(train);
        double total = Arrays.stream(table.enumerate()).sum();
        context.progress("fitting the logistic chain", 0.3);
        LogisticChain logistic = LogisticChain.fit(train, PIXELS, true);
        LogisticChain independent = LogisticChain.fit(train, PIXELS, false);
        context.progress("judging", 0.9);
        List<Row> rows = new ArrayList<>();
        for (int d = 1; d <= PIXELS; d++) {
            BinaryDensity some = table.prefix(d);
            rows.add(new Row(
                    d,
                    some.parameters(),
                    logistic.prefix(d).parameters(),
                    unseen(train, test, d - 1),
                    some.negLogLikelihood(test),
                    logistic.prefix(d).negLogLikelihood(test),
                    independent.prefix(d).negLogLikelihood(test)));
        }

        int digits = BigInteger.valueOf(256).pow(10_000).toString().length();
        context.print(table(rows));
        context.print(String.format(
                Locale.ROOT,
                "chain rule against enumeration of all %d images: largest difference %.1e, probabilities sum to 1 %+.1e%n"
                        + "grey images of 100 x 100 pixels: 256^10000, a number of %d digits",
                1 << PIXELS,
                worst,
                total - 1,
                digits));
        context.result("maxAbsProbabilityError", worst);
        context.result("sumOfAllProbabilities", total);
        context.result("digitsOfNumberOfGreyImages", digits);
        context.result("rows", rows);
        drawFit(context, rows, options.train());
        drawGrowth(context);
    }

    private static int[] lines(int n, long seed, double level) {
        return Thumbnails.of(
                LineDataset.sample("lines", new ImageShape(1, 16, 16), LineFactors.grey(), n, seed), level);
    }

    /** The product of conditionals of the frequencies against the frequencies themselves. */
    private static double errorAgainstEnumeration(int[] images) {
        double[] frequency = new double[1 << PIXELS];
        for (int image : images) {
            frequency[image] += 1.0 / images.length;
        }
        double[] product = ChainRule.of(frequency).enumerate();
        return IntStream.range(0, product.length)
                .mapToDouble(i -> Math.abs(product[i] - frequency[i]))
                .max()
                .orElseThrow();
    }

    private static double unseen(int[] train, int[] test, int pixels) {
        int mask = (1 << pixels) - 1;
        boolean[] seen = new boolean[1 << pixels];
        for (int image : train) {
            seen[image & mask] = true;
        }
        return Arrays.stream(test).filter(image -> !seen[image & mask]).count() / (double) test.length;
    }

    private static String table(List<Row> rows) {
        StringBuilder text = new StringBuilder(String.format(
                "%6s | %10s %8s %9s | %9s %9s %11s   (negative log-likelihood, nats per test image)%n",
                "pixels", "parameters", "", "contexts", "", "", ""));
        text.append(String.format(
                "%6s | %10s %8s %9s | %9s %9s %11s%n",
                "", "table", "logistic", "unseen", "table", "logistic", "independent"));
        for (Row r : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%6d | %10d %8d %8.1f%% | %9.3f %9.3f %11.3f%n",
                    r.pixels(),
                    r.tableParameters(),
                    r.logisticParameters(),
                    100 * r.unseenContexts(),
                    r.tableNegLogLikelihood(),
                    r.logisticNegLogLikelihood(),
                    r.independentNegLogLikelihood()));
        }
        return text.toString();
    }

    private static void drawThumbnails(StudyContext context, int[] images) throws IOException {
        ImageSheet sheet = new ImageSheet(1, Thumbnails.SIDE, Thumbnails.SIDE).scale(12);
        for (int n = 0; n < Math.min(SHEET, images.length); n++) {
            float[] pixels = new float[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                pixels[i] = images[n] >> i & 1;
            }
            sheet.add(pixels);
        }
        sheet.save(context.figures().resolve("thumbnails.png"));
    }

    private static void drawFit(StudyContext context, List<Row> rows, int train) throws IOException {
        XYChart chart = Charts.lines(
                "Fitted to " + train + " binary line images",
                "pixels",
                "gain over independent pixels (nats per test image)");
        double[] d = rows.stream().mapToDouble(Row::pixels).toArray();
        double[] table = rows.stream()
                .mapToDouble(r -> r.independentNegLogLikelihood() - r.tableNegLogLikelihood())
                .toArray();
        double[] logistic = rows.stream()
                .mapToDouble(r -> r.independentNegLogLikelihood() - r.logisticNegLogLikelihood())
                .toArray();
        chart.addSeries("table, 2^d - 1", d, table).setLineColor(Charts.colour(0));
        chart.addSeries("logistic chain", d, logistic).setLineColor(Charts.colour(2));
        Charts.save(chart, context.figures().resolve("fit.png"));
    }

    private static void drawGrowth(StudyContext context) throws IOException {
        XYChart chart = Charts.lines(
                "What the chain rule has to store",
                "binary pixels d (784: one MNIST image)",
                "log10 of the parameters");
        double[] d = IntStream.rangeClosed(1, 784).asDoubleStream().toArray();
        chart.addSeries(
                "table, 2^d - 1",
                d,
                Arrays.stream(d)
                        .map(n -> n * Math.log10(2) + Math.log10(-Math.expm1(-n * Math.log(2))))
                        .toArray());
        chart.addSeries("atoms in the universe", new double[] {1, 784}, new double[] {80, 80});
        chart.addSeries(
                "logistic chain, d(d + 1)/2",
                d,
                Arrays.stream(d).map(n -> Math.log10(n * (n + 1) / 2)).toArray());
        Charts.save(chart, context.figures().resolve("growth.png"));
    }
}
