package org.vae4j.train.lagging;

/**
 * The state of {@linkplain Lagging#isAdaptive adaptive} extra steps of the encoder. It is part of every checkpoint, so
 * that a resumed training takes the same steps.
 *
 * @param steps number of steps of the present row so far, all of which updated the encoder alone
 * @param previousNats mean objective over the last full window of the row; infinite before the first
 * @param windowNats sum of the objective over the steps of the present window
 * @param windowSteps number of steps of the present window
 * @param rowIsOver whether the next step updates all parameters
 * @param informationNats mutual information after the last epoch; minus infinity before the first
 * @param isOver whether the extra steps have ended for the rest of the training
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
     * The state after one more step.
     *
     * @param lagging the settings of the extra steps
     * @param objectiveNats the objective, mean over the step's batch
     * @return the state in the same row, whose window may have ended, or at the beginning of the next row
     */
    public LagProgress after(Lagging lagging, double objectiveNats) {
        if (rowIsOver) {
            return new LagProgress(0, Double.POSITIVE_INFINITY, 0, 0, false, informationNats, isOver);
        }
        boolean isLast = steps + 1 >= lagging.encoderSteps();
        double sum = windowNats + objectiveNats;
        int count = windowSteps + 1;
        if (count < lagging.window()) {
            return new LagProgress(steps + 1, previousNats, sum, count, isLast, informationNats, isOver);
        }
        double mean = sum / count;
        boolean improved = mean < previousNats;
        return new LagProgress(steps + 1, mean, 0, 0, isLast || !improved, informationNats, isOver);
    }

    /**
     * The state after an epoch.
     *
     * @param measuredNats the mutual information of example and latent, nats; NaN if unknown, in which case the extra
     *     steps continue
     * @return the state, in which the extra steps have ended if the mutual information did not grow
     */
    public LagProgress afterEpoch(double measuredNats) {
        boolean grew = Double.isNaN(measuredNats) || measuredNats > informationNats;
        double latest = Double.isNaN(measuredNats) ? informationNats : measuredNats;
        return new LagProgress(steps, previousNats, windowNats, windowSteps, rowIsOver, latest, isOver || !grew);
    }
}
