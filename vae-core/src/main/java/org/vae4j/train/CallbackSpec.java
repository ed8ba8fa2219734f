package org.vae4j.train;

import java.nio.file.Path;
import org.vae4j.extension.Extension;

/**
 * A {@link Callback} that a configuration chooses by name, by its key {@code runtime.callbacks}. The specification is
 * an immutable record; each training gets a callback of its own, which may keep state.
 */
public interface CallbackSpec extends Extension {

    /**
     * Makes the callback of one training.
     *
     * @param folder the run's directory, in which the callback may write files of its own
     * @return a new callback
     */
    Callback create(Path folder);

    /**
     * Called after a run has succeeded and its results, pictures and report are written. Does nothing unless
     * overridden. An exception is logged and does not affect the run.
     *
     * @param folder the run's directory
     */
    default void completed(Path folder) {}
}
