package org.vae4j.experiment.study.chainrule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.IntStream;
import org.vae4j.data.ImageShape;
import org.vae4j.data.synthetic.LineDataset;
import org.vae4j.data.synthetic.LineFactors;
import org.vae4j.experiment.report.text.TextTable;
import org.vae4j.math.Streams;

/**
 * The results of the chain rule over the pixels of thumbnails.
 *
 * @param train the training thumbnails, as bit masks
 * @param maxAbsProbabilityError the largest difference between the chain rule and enumeration, over all images
 * @param sumOfAllProbabilities the sum over all images of the fitted table
 * @param rows one row per number of pixels, from 1
 */
public record ChainRuleResults(
        List<Integer> train, double maxAbsProbabilityError, double sumOfAllProbabilities, List<PixelCount> rows) {

    private static final int PIXELS = Thumbnails.SIDE * Thumbnails.SIDE;

    public ChainRuleResults {
        train = List.copyOf(train);
        rows = List.copyOf(rows);
    }

    static ChainRuleResults of(ChainRuleStudy.Options options, long seed, ObjDoubleConsumer<String> progress) {
        int[] train = lines(options.train(), Streams.derive(seed, "train"), options.level());
        int[] test = lines(options.test(), Streams.derive(seed, "test"), options.level());
        progress.accept("counting", 0.1);
        ChainRule table = ChainRule.fit(train, PIXELS, options.pseudoCount());
        progress.accept("fitting the logistic chain", 0.3);
        LogisticChain logistic = LogisticChain.fit(train, PIXELS);
        LogisticChain independent = LogisticChain.fitIndependent(train, PIXELS);
        progress.accept("evaluating", 0.9);
        List<PixelCount> rows = new ArrayList<>();
        for (int d = 1; d <= PIXELS; d++) {
            rows.add(new PixelCount(
                    d,
                    table.prefix(d).parameters(),
                    logistic.prefix(d).parameters(),
                    unseen(train, test, d - 1),
                    table.prefix(d).negLogLikelihood(test),
                    logistic.prefix(d).negLogLikelihood(test),
                    independent.prefix(d).negLogLikelihood(test)));
        }
        return new ChainRuleResults(
                Arrays.stream(train).boxed().toList(),
                errorAgainstEnumeration(train),
                Arrays.stream(table.enumerate()).sum(),
                rows);
    }

    private static int[] lines(int n, long seed, double level) {
        return Thumbnails.of(
                LineDataset.sample("lines", new ImageShape(1, 16, 16), LineFactors.grey(), n, seed), level);
    }

    /**
     * The largest difference between the frequency of an image and the product of the conditionals of all frequencies.
     */
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

    /** The share of test images whose first pixels occur in no training image. */
    private static double unseen(int[] train, int[] test, int pixels) {
        int mask = (1 << pixels) - 1;
        boolean[] seen = new boolean[1 << pixels];
        for (int image : train) {
            seen[image & mask] = true;
        }
        return Arrays.stream(test).filter(image -> !seen[image & mask]).count() / (double) test.length;
    }

    String text() {
        return "negative log-likelihood (nll) in nats per test image\n\n"
                + new TextTable<PixelCount>()
                        .numbers("pixels", "%d", PixelCount::pixels)
                        .numbers("parameters: table", "%d", PixelCount::tableParameters)
                        .numbers("logistic", "%d", PixelCount::logisticParameters)
                        .numbers("unseen contexts", "%.1f%%", row -> 100 * row.unseenContexts())
                        .numbers("nll: table", "%.3f", PixelCount::tableNegLogLikelihood)
                        .numbers("logistic", "%.3f", PixelCount::logisticNegLogLikelihood)
                        .numbers("independent", "%.3f", PixelCount::independentNegLogLikelihood)
                        .of(rows)
                + String.format(
                        Locale.ROOT,
                        "%n%nchain rule against enumeration of all %d images: largest difference %.1e, probabilities sum"
                                + " to 1 %+.1e",
                        1 << PIXELS,
                        maxAbsProbabilityError,
                        sumOfAllProbabilities - 1);
    }
}
