package org.vae4j.experiment.study.bayes;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.report.text.TextTable;

/**
 * The updates of belief of all problems.
 *
 * @param options the keys that the problems were made from
 * @param updates every update, those of {@link #flu} first
 */
public record BayesResults(BayesStudy.Options options, List<BayesUpdate> updates) {

    private static final String PROBABILITY = "%.4f";

    public BayesResults {
        updates = List.copyOf(updates);
    }

    static BayesResults of(BayesStudy.Options options) {
        List<BayesUpdate> all = new ArrayList<>(BayesProblems.flu(options.students(), options.girls()));
        for (int tests = 1; tests <= 2; tests++) {
            all.add(BayesProblems.positiveTests(
                    options.prevalence(), options.sensitivity(), options.specificity(), tests));
        }
        all.add(BayesProblems.threeDoors());
        all.addAll(BayesProblems.twoChildren());
        all.addAll(BayesProblems.wetGrass());
        return new BayesResults(options, all);
    }

    /** {@return the two updates of the flu example: that this girl has it, that this boy has it} */
    public List<BayesUpdate> flu() {
        return updates.subList(0, 2);
    }

    String text() {
        return "posterior = likelihood x prior / marginal likelihood; surprise = -log2 P(evidence)\n\n"
                + new TextTable<BayesUpdate>()
                        .words("problem", BayesUpdate::problem)
                        .words("hypothesis", BayesUpdate::hypothesis)
                        .words("evidence", BayesUpdate::evidence)
                        .numbers("prior", PROBABILITY, BayesUpdate::prior)
                        .numbers("likelihood", PROBABILITY, BayesUpdate::likelihood)
                        .numbers("P(evidence)", PROBABILITY, BayesUpdate::marginalLikelihood)
                        .numbers("posterior", PROBABILITY, BayesUpdate::posterior)
                        .numbers("surprise", "%.2f bit", BayesUpdate::surpriseBits)
                        .of(updates);
    }
}
