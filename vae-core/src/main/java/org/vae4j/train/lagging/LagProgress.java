package org.vae4j.train.lagging;

/**
 * How far an encoder that is let catch up has come, where the training itself decides when it has ({@link
 * Lagging#isAdaptive}). Part of every checkpoint, so that a resumed training takes the same steps.
 *
 * @param steps of the present row, all of which moved the encoder alone
 * @param previousNats the mean of what is minimised over the last full window of the row; infinite before the first
 * @param windowNats its sum over the steps of the present window
 * @param windowSteps how many these are
 * @param rowIsOver whether the next step moves all parameters
 * @param informationNats the mutual information after the last epoch; minus infinity before the first
 * @param isOver whether the encoder has caught up for good
 */
public record LagProgress(
        int steps,
        double previousNats,
        double windowNats,
        int windowSteps,
        boolean rowIsOver,
        double informationNats,
        boolean isOver) {

    /** Before the first step. */
    public static final LagProgress BEGINNING =
            new LagProgress(0, Double.POSITIVE_INFINITY, 0, 0, false, Double.NEGATIVE_INFINITY, false);

    /**
     * After one more step.
     *
     * @param lagging whose steps these are
     * @param objectiveNats what was minimised, the mean over the step's batch
     * @return in the same row, in which a window may have ended, or at the beginning of the next one
     */
    public LagProgress after(Lagging lagging, double objectiveNats) {
        if (rowIsOver) {
            return new LagProgress(0, Double.POSITIVE_INFINITY, 0, 0, false, informationNats, isOver);
        }
        boolean last = steps + 1 >= lagging.encoderSteps();
        double sum = windowNats + objectiveNats;
        int count = windowSteps + 1;
        if (count < lagging.window()) {
            return new LagProgress(steps + 1, previousNats, sum, count, last, informationNats, isOver);
        }
        double mean = sum / count;
        boolean improved = mean < previousNats;
        return new LagProgress(steps + 1, mean, 0, 0, last || !improved, informationNats, isOver);
    }

    /**
     * After an epoch.
     *
     * @param foundNats the mutual information of example and latent, nats; NaN where it is not known, which ends
     *     nothing
     * @return over for good where it did not grow
     */
    public LagProgress afterEpoch(double foundNats) {
        boolean grew = Double.isNaN(foundNats) || foundNats > informationNats;
        double kept = Double.isNaN(foundNats) ? informationNats : foundNats;
        return new LagProgress(steps, previousNats, windowNats, windowSteps, rowIsOver, kept, isOver || !grew);
    }
}
