package org.vae4j.experiment.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What came out of reproducing a published number: the record that the page of results is made from.
 *
 * @param id of the target
 * @param run the directory's name
 * @param seed of the run
 * @param epochs trained
 * @param plannedEpochs of the published setting; fewer trained means a shortened variant, unless it ended by patience
 * @param endedByPatience whether training ended since the validation had not become better for so many epochs as the
 *     setting says; more of the schedule would have changed nothing
 * @param shortenedBy how many times as short as published every stage was, where all were shortened alike
 * @param selectedEpoch whose model was evaluated
 * @param changes what differs from the published setting, {@code key=value}; empty for the setting itself
 * @param measure what was measured, as the target says
 * @param samples importance samples per example, or draws for the ELBO
 * @param examples of the test set
 * @param nats the number obtained; lower is better
 * @param standardErrorNats of it, over the examples
 * @param activeUnits latents whose posterior mean varies, when counted
 * @param binarisation of the data
 * @param trainingSeconds that training took
 * @param evaluationSeconds that the evaluation took
 * @param commit of the code that trained
 * @param processor it ran on
 * @param java it ran on
 * @param weightsSha256 of the values of the model that was measured, as {@code vae export} writes them; nothing in
 *     records from before it was kept
 * @param testCurve the test negative ELBO over the epochs; empty in a run's own record, whose metrics have it, and in
 *     copies from before it was kept
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
     * @param epoch from 1
     * @param negElboNats mean over the test images
     */
    public record CurvePoint(int epoch, double negElboNats) {}

    /** Copies the lists; records without changes are of the setting itself. */
    public Outcome {
        changes = changes == null ? List.of() : List.copyOf(changes);
        testCurve = testCurve == null ? List.of() : List.copyOf(testCurve);
    }

    /**
     * The record with a curve.
     *
     * @param points the test negative ELBO over the epochs
     * @return a copy, otherwise the same
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

    /** {@return how much of the schedule was trained, in words} */
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
