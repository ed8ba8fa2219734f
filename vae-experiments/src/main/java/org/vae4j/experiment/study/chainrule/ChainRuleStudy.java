package org.vae4j.experiment.study.chainrule;

import java.io.IOException;
import java.math.BigInteger;
import org.vae4j.experiment.study.ComputedStudy;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;

/** Shows that the chain rule over pixels is exact, against enumeration, and that its cost doubles with every pixel. */
public final class ChainRuleStudy implements ComputedStudy<ChainRuleResults> {

    /**
     * The keys of the section {@code study}.
     *
     * @param train the number of training images
     * @param test the number of test images
     * @param level mean grey value of a block, in [0, 255], above which a thumbnail's pixel is on
     * @param pseudoCount a number that is added to the count of each outcome in each context
     */
    public record Options(int train, int test, double level, double pseudoCount) {

        public Options {
            OptionChecks.between("train", train, 10, 200_000);
            OptionChecks.between("test", test, 10, 200_000);
            OptionChecks.require(level >= 0 && level < 255, "level", level, "a number from 0 to below 255");
            OptionChecks.positive("pseudoCount", pseudoCount);
        }
    }

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
    public ChainRuleResults compute(StudyContext context) {
        return ChainRuleResults.of(context.options(Options.class), context.seed(), context::progress);
    }

    @Override
    public void show(ChainRuleResults results, StudyContext context) throws IOException {
        int digits = BigInteger.valueOf(256).pow(10_000).toString().length();
        context.print(results.text());
        context.print("grey images of 100 x 100 pixels: 256^10000, a number of " + digits + " digits");
        context.result("maxAbsProbabilityError", results.maxAbsProbabilityError());
        context.result("sumOfAllProbabilities", results.sumOfAllProbabilities());
        context.result("digitsOfNumberOfGreyImages", digits);
        context.result("rows", results.rows());
        context.figure("thumbnails.png", ChainRuleFigures.thumbnails(results.train()));
        context.figure("fit.png", ChainRuleFigures.fit(results));
        context.figure("growth.png", ChainRuleFigures.growth());
    }
}
