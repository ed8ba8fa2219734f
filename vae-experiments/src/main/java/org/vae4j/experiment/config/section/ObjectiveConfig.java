package org.vae4j.experiment.config.section;

import java.util.List;
import org.nd4j.linalg.schedule.ISchedule;
import org.vae4j.objective.ComposedObjective;
import org.vae4j.objective.LinearWarmup;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;
import org.vae4j.objective.adversarial.Auxiliary;
import org.vae4j.schedule.Constant;
import org.vae4j.schedule.Schedule;

/**
 * What is minimised, in nats per example.
 *
 * @param name which bound
 * @param beta weight of the KL term, at least 0; 1 is the negative ELBO
 * @param betaWarmupEpochs over so many epochs a constant beta rises linearly from 0, at least 0
 * @param terms what is added to the bound
 */
public record ObjectiveConfig(Reducer name, Schedule beta, int betaWarmupEpochs, List<Term> terms) {

    public ObjectiveConfig {
        if (beta instanceof Constant constant) {
            Check.notNegative("beta", constant.value());
        }
        Check.atLeast("betaWarmupEpochs", betaWarmupEpochs, 0);
        if (betaWarmupEpochs > 0 && !(beta instanceof Constant)) {
            throw Check.wrong(
                    "betaWarmupEpochs",
                    betaWarmupEpochs,
                    "0 with a schedule for objective.beta, which has its own rise");
        }
        terms = List.copyOf(terms);
        List<String> names = terms.stream().map(Term::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw Check.wrong("terms", names, "each term once: its value is reported under its name");
        }
    }

    /** {@return the names of the discriminators that terms bring along, which are groups of parameters} */
    public List<String> discriminators() {
        return new ComposedObjective(name, null, terms)
                .networks().stream().map(Auxiliary::name).toList();
    }

    /**
     * The objective.
     *
     * @param batchesPerEpoch how many steps an epoch has, in which a warm-up is counted
     * @param training what terms know of the run
     * @return what is minimised
     */
    public ComposedObjective objective(int batchesPerEpoch, Term.Training training) {
        return new ComposedObjective(
                name,
                weight(batchesPerEpoch),
                terms.stream().map(term -> term.in(training)).toList());
    }

    /** The weight in the form that runs of version 0.1 have where beta is a number. */
    private ISchedule weight(int batchesPerEpoch) {
        if (!(beta instanceof Constant constant)) {
            return beta;
        }
        boolean plain = constant.value() == 1 && betaWarmupEpochs == 0;
        int steps = Math.multiplyExact(betaWarmupEpochs, batchesPerEpoch);
        return plain ? null : new LinearWarmup(constant.value(), steps);
    }
}
