package org.vae4j.experiment.study.bayes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.info.Information;
import org.vae4j.info.Nats;

/** Conditional probability, Bayes' rule and information on problems small enough to enumerate. */
public final class BayesStudy implements Study {

    private static final int POINTS = 200;

    /** A study. */
    public BayesStudy() {}

    /**
     * Its keys.
     *
     * @param students in the class of the flu example
     * @param girls among them
     * @param prevalence P(ill) of the rare disease
     * @param sensitivity P(positive | ill) of its test
     * @param specificity P(negative | healthy) of its test
     */
    public record Options(int students, int girls, double prevalence, double sensitivity, double specificity) {

        /**
         * Validates.
         *
         * @param students in the class of the flu example
         * @param girls among them
         * @param prevalence P(ill) of the rare disease
         * @param sensitivity P(positive | ill) of its test
         * @param specificity P(negative | healthy) of its test
         */
        public Options {
            OptionChecks.between("students", students, 2, 1000);
            OptionChecks.between("girls", girls, 1, students - 1);
            OptionChecks.probability("prevalence", prevalence);
            OptionChecks.probability("sensitivity", sensitivity);
            OptionChecks.probability("specificity", specificity);
        }
    }

    /**
     * Runs it.
     *
     * @param args options and {@code key=value} overrides
     */
    public static void main(String[] args) {
        StudyRunner.main(new BayesStudy(), args);
    }

    @Override
    public String name() {
        return "bayes";
    }

    @Override
    public String summary() {
        return "Conditional probability and Bayes' rule: a class with flu, rare diseases, three doors";
    }

    @Override
    public String defaults() {
        return """
                study:
                  students: 20        # in the class, one of whom has flu
                  girls: 5            # among them
                  prevalence: 0.01    # P(ill) of the rare disease
                  sensitivity: 0.99   # P(positive | ill) of its test
                  specificity: 0.95   # P(negative | healthy) of its test
                """;
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws IOException {
        Options options = context.options(Options.class);
        List<BayesUpdate> flu = BayesProblems.flu(options.students(), options.girls());
        List<BayesUpdate> all = new ArrayList<>(flu);
        for (int tests = 1; tests <= 2; tests++) {
            all.add(BayesProblems.positiveTests(
                    options.prevalence(), options.sensitivity(), options.specificity(), tests));
        }
        all.add(BayesProblems.threeDoors());
        all.addAll(BayesProblems.twoChildren());
        all.addAll(BayesProblems.wetGrass());

        context.print(table(all));
        context.result("priorFlu", flu.get(0).prior());
        context.result("girlGivenFluIsGirl", flu.get(0).posterior());
        context.result("boyGivenFluIsGirl", flu.get(1).posterior());
        context.result("updates", all);
        drawUpdates(context, all);
        drawPrevalence(context, options);
        drawInformation(context);
    }

    private static String table(List<BayesUpdate> updates) {
        StringBuilder text = new StringBuilder(
                "posterior = likelihood x prior / marginal likelihood; surprise = -log2 P(evidence)\n\n");
        String row = "%-19s %-27s %-23s %7s %10s %11s %9s %9s%n";
        text.append(String.format(
                row,
                "problem",
                "hypothesis",
                "evidence",
                "prior",
                "likelihood",
                "P(evidence)",
                "posterior",
                "surprise"));
        for (BayesUpdate u : updates) {
            text.append(String.format(
                    row,
                    u.problem(),
                    u.hypothesis(),
                    u.evidence(),
                    number(u.prior()),
                    number(u.likelihood()),
                    number(u.marginalLikelihood()),
                    number(u.posterior()),
                    String.format(Locale.ROOT, "%.2f bit", u.surpriseBits())));
        }
        return text.toString();
    }

    private static String number(double p) {
        return String.format(Locale.ROOT, "%.4f", p);
    }

    private static void drawUpdates(StudyContext context, List<BayesUpdate> updates) throws IOException {
        CategoryChart chart =
                Charts.bars("Belief before and after the evidence", "problem", "probability of the hypothesis");
        List<String> names = updates.stream().map(BayesUpdate::problem).toList();
        chart.addSeries("prior", names, updates.stream().map(BayesUpdate::prior).toList());
        chart.addSeries(
                "posterior", names, updates.stream().map(BayesUpdate::posterior).toList());
        chart.getStyler().setXAxisLabelRotation(45);
        chart.getStyler().setXAxisTickMarkSpacingHint(10);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(1.0);
        Charts.save(chart, context.figures().resolve("updates.png"));
    }

    private static void drawPrevalence(StudyContext context, Options options) throws IOException {
        XYChart chart = Charts.lines(
                "A positive test means what the prevalence makes of it",
                "prevalence P(ill)",
                "P(ill | tests positive)");
        double[] prevalence = IntStream.rangeClosed(0, POINTS)
                .mapToDouble(i -> Math.pow(10, -5 + 5.0 * i / POINTS))
                .map(p -> Math.min(p, 0.999))
                .toArray();
        for (int tests = 1; tests <= 3; tests++) {
            double[] posterior = new double[prevalence.length];
            for (int i = 0; i < prevalence.length; i++) {
                posterior[i] = BayesProblems.positiveTests(
                                prevalence[i], options.sensitivity(), options.specificity(), tests)
                        .posterior();
            }
            chart.addSeries(tests == 1 ? "1 test" : tests + " tests", prevalence, posterior);
        }
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(1.0);
        Charts.save(chart, context.figures().resolve("prevalence.png"));
    }

    private static void drawInformation(StudyContext context) throws IOException {
        double[] p = IntStream.rangeClosed(0, POINTS)
                .mapToDouble(i -> i / (double) POINTS)
                .toArray();
        double[] information = new double[POINTS];
        double[] positive = new double[POINTS];
        double[] entropy = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            entropy[i] = Nats.toBits(Information.entropy(p[i], 1 - p[i]));
            if (i > 0) {
                positive[i - 1] = p[i];
                information[i - 1] = Nats.toBits(Information.selfInformation(p[i]));
            }
        }
        XYChart chart = Charts.lines("Rare outcomes carry more information", "probability p", "information (bits)");
        chart.addSeries("outcome: -log p", positive, information);
        chart.addSeries("coin: entropy H(p, 1 - p)", p, entropy);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setYAxisMax(6.0);
        Charts.save(chart, context.figures().resolve("information.png"));
    }
}
