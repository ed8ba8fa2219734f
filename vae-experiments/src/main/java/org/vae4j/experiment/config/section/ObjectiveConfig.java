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
 * The section {@code objective}: the minimised function, in nats per example.
 *
 * @param name the bound
 * @param beta the weight of the KL term, at least 0; 1 for the negative ELBO
 * @param betaWarmupEpochs the number of epochs over which a constant beta rises linearly from 0, at least 0
 * @param terms the terms that are added to the bound, each once
 */
public record ObjectiveConfig(Reducer name, Schedule beta, int betaWarmupEpochs, List<Term> terms) {

    /**
     * Checks the settings and copies the list.
     *
     * @throws IllegalArgumentException if a setting is out of range, or a term is there twice
     */
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

    /** {@return the names of the terms' discriminators, which are groups of parameters} */
    public List<String> discriminators() {
        return new ComposedObjective(name, null, terms)
                .networks().stream().map(Auxiliary::name).toList();
    }

    /**
     * Makes the objective.
     *
     * @param batchesPerEpoch number of steps per epoch, by which the length of a warm-up is counted
     * @param training the facts of the run that terms depend on
     * @return the objective
     */
    public ComposedObjective objective(int batchesPerEpoch, Term.Training training) {
        return new ComposedObjective(
                name,
                weight(batchesPerEpoch),
                terms.stream().map(term -> term.in(training)).toList());
    }

    /** The weight of the KL; for a constant beta in the form of version 0.1, which is null for the plain ELBO. */
    private ISchedule weight(int batchesPerEpoch) {
        if (!(beta instanceof Constant constant)) {
            return beta;
        }
        boolean plain = constant.value() == 1 && betaWarmupEpochs == 0;
        int steps = Math.multiplyExact(betaWarmupEpochs, batchesPerEpoch);
        return plain ? null : new LinearWarmup(constant.value(), steps);
    }
}
