package org.vae4j.experiment.study.bayes;

import java.io.IOException;
import org.vae4j.experiment.study.ComputedStudy;
import org.vae4j.experiment.study.OptionChecks;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;

/** Shows conditional probability, Bayes' rule and information on problems that are small enough to enumerate. */
public final class BayesStudy implements ComputedStudy<BayesResults> {

    /**
     * The keys of the section {@code study}.
     *
     * @param students the number of students in the class of the flu example
     * @param girls the number of girls among them
     * @param prevalence P(ill) of the rare disease
     * @param sensitivity P(positive | ill) of its test
     * @param specificity P(negative | healthy) of its test
     */
    public record Options(int students, int girls, double prevalence, double sensitivity, double specificity) {

        public Options {
            OptionChecks.between("students", students, 2, 1000);
            OptionChecks.between("girls", girls, 1, students - 1);
            OptionChecks.probability("prevalence", prevalence);
            OptionChecks.probability("sensitivity", sensitivity);
            OptionChecks.probability("specificity", specificity);
        }
    }

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
    public BayesResults compute(StudyContext context) {
        return BayesResults.of(context.options(Options.class));
    }

    @Override
    public void show(BayesResults results, StudyContext context) throws IOException {
        context.print(results.text());
        context.result("priorFlu", results.flu().get(0).prior());
        context.result("girlGivenFluIsGirl", results.flu().get(0).posterior());
        context.result("boyGivenFluIsGirl", results.flu().get(1).posterior());
        context.result("updates", results.updates());
        context.figure("updates.png", BayesFigures.updates(results.updates()));
        context.figure("prevalence.png", BayesFigures.prevalence(results.options()));
        context.figure("information.png", BayesFigures.information());
    }
}
