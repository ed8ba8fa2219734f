package org.vae4j.train;

import org.vae4j.model.LatentModel;

/** Listens to training, from the training thread. Every method does nothing unless overridden. */
public interface Callback {

    /**
     * Before the first step.
     *
     * @param model what is trained
     * @param from where training goes on
     */
    default void onStart(LatentModel model, Progress from) {}

    /**
     * After each step. Called in the innermost loop: keep it short.
     *
     * @param model what is trained
     * @param report what happened
     */
    default void onStep(LatentModel model, StepReport report) {}

    /**
     * After each epoch.
     *
     * @param model what is trained
     * @param report what happened
     */
    default void onEpochEnd(LatentModel model, EpochReport report) {}

    /**
     * After the last step, also when training was stopped. When training fails, {@link #onFailure} is called instead.
     *
     * @param model what was trained
     * @param result how it ended
     */
    default void onEnd(LatentModel model, TrainResult result) {}

    /**
     * After a step, a callback or the end of an epoch threw. Every callback is told, whichever failed, and then
     * {@code fit} throws the failure. The model may be in the middle of an update, so it is not one to save.
     *
     * @param model what was trained
     * @param progress how far training had come
     * @param failure what is going to be thrown
     */
    default void onFailure(LatentModel model, Progress progress, Throwable failure) {}
}
