package org.vae4j.train;

import org.vae4j.model.LatentModel;

/** An observer of training, called on the training thread. Every method does nothing unless overridden. */
public interface Callback {

    /**
     * Before the first step.
     *
     * @param model the model in training
     * @param from the progress at which this training starts
     */
    default void onStart(LatentModel model, Progress from) {}

    /**
     * After each step. Training waits for it, so it should be quick.
     *
     * @param model the model in training
     * @param report the results of the step
     */
    default void onStep(LatentModel model, StepReport report) {}

    /**
     * After each epoch.
     *
     * @param model the model in training
     * @param report the results of the epoch
     */
    default void onEpochEnd(LatentModel model, EpochReport report) {}

    /**
     * After the last step, also when training was stopped. When training fails, {@link #onFailure} is called instead.
     *
     * @param model the trained model
     * @param result the end of the training
     */
    default void onEnd(LatentModel model, TrainResult result) {}

    /**
     * After a step, a callback or the end of an epoch threw. Every callback is called, including the one that failed,
     * and then {@code fit} throws the failure. The model may be in the middle of an update: do not save it.
     *
     * @param model the model, possibly half updated
     * @param progress the progress at the failure
     * @param failure the exception or error that {@code fit} is going to throw
     */
    default void onFailure(LatentModel model, Progress progress, Throwable failure) {}
}
