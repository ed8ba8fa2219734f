package org.vae4j.experiment.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The result of reproducing a published number: the record that the page of results is made from.
 *
 * @param id the target
 * @param run the name of the run directory
 * @param seed the seed of the run
 * @param epochs the number of epochs that were trained
 * @param plannedEpochs the number of epochs of the published setting; a training of fewer epochs is a shortened
 *     variant, unless it ended by patience
 * @param endedByPatience whether training ended because validation had not improved for as many epochs as the setting
 *     says; more of the schedule would have changed nothing
 * @param shortenedBy the factor by which every stage was shortened, if all were shortened alike
 * @param selectedEpoch the epoch whose model was evaluated
 * @param changes the keys that differ from the published setting, as {@code key=value}; empty for the setting itself
 * @param measure the measure of the target
 * @param samples importance samples per example, or draws for the ELBO
 * @param examples the number of test examples
 * @param nats the number that was obtained; lower is better
 * @param standardErrorNats the standard error of that number over the examples
 * @param activeUnits the number of latents whose posterior mean varies, if it was counted
 * @param binarisation the binarisation of the data
 * @param trainingSeconds the time of the training
 * @param evaluationSeconds the time of the evaluation
 * @param commit the commit of the code that trained
 * @param processor the processor of the training
 * @param java the version of Java of the training
 * @param weightsSha256 the SHA-256 of the values of the evaluated model, as {@code vae export} writes them; absent in
 *     old records
 * @param testCurve the test negative ELBO over the epochs; empty in a run's own record, whose metrics have the curve,
 *     and in old copies
 */
public record Outcome(
        String id,
        String run,
        long seed,
        int epochs,
        int plannedEpochs,
        boolean endedByPatience,
        OptionalInt shortenedBy,
        int selectedEpoch,
        List<String> changes,
        PublishedTarget.Measure measure,
        int samples,
        long examples,
        double nats,
        double standardErrorNats,
        OptionalInt activeUnits,
        String binarisation,
        double trainingSeconds,
        double evaluationSeconds,
        String commit,
        String processor,
        String java,
        Optional<String> weightsSha256,
        List<CurvePoint> testCurve) {

    /**
     * The test negative ELBO at the end of an epoch.
     *
     * @param epoch the epoch, from 1
     * @param negElboNats the mean over the test images
     */
    public record CurvePoint(int epoch, double negElboNats) {}

    /** Copies the lists. Old records lack changes and curve, which are then empty. */
    public Outcome {
        changes = changes == null ? List.of() : List.copyOf(changes);
        testCurve = testCurve == null ? List.of() : List.copyOf(testCurve);
    }

    /**
     * Returns a copy of this record with a curve.
     *
     * @param points the test negative ELBO over the epochs
     * @return the copy
     */
    public Outcome withTestCurve(List<CurvePoint> points) {
        return new Outcome(
                id,
                run,
                seed,
                epochs,
                plannedEpochs,
                endedByPatience,
                shortenedBy,
                selectedEpoch,
                changes,
                measure,
                samples,
                examples,
                nats,
                standardErrorNats,
                activeUnits,
                binarisation,
                trainingSeconds,
                evaluationSeconds,
                commit,
                processor,
                java,
                weightsSha256,
                points);
    }

    /** {@return whether training ended before the published setting does} */
    boolean shortened() {
        return epochs < plannedEpochs && !endedByPatience;
    }

    /** {@return the part of the schedule that was trained, in words} */
    public String extent() {
        if (endedByPatience) {
            return String.format(Locale.ROOT, "%,d of at most %,d, ended by patience", epochs, plannedEpochs);
        }
        if (shortenedBy.isEmpty()) {
            return String.format(Locale.ROOT, "%,d", epochs)
                    + (shortened() ? String.format(Locale.ROOT, " of %,d, shortened", plannedEpochs) : "");
        }
        int scheduled = plannedEpochs / shortenedBy.getAsInt();
        return String.format(
                Locale.ROOT,
                epochs < scheduled
                        ? "%1$,d of the %3$,d that %2$,d are with every stage shortened alike"
                        : "%1$,d of %2$,d, every stage shortened alike",
                epochs,
                plannedEpochs,
                scheduled);
    }
}
