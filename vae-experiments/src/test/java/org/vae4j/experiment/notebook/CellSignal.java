package org.vae4j.experiment.notebook;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a test that the cell which it evaluates has begun. Public, because cells are classes of another package. */
public final class CellSignal {

    /** Code that gives the signal in a cell. */
    public static final String CODE = "org.vae4j.experiment.notebook.CellSignal.give();\n";

    private static final int PATIENCE_SECONDS = 60;
    private static volatile CountDownLatch latch = new CountDownLatch(1);
    private static volatile Runnable answer = () -> {};

    private CellSignal() {}

    /** Waits for a new signal from now on. */
    public static void reset() {
        answerWith(() -> {});
    }

    /** Waits for a new signal from now on, and runs an action in the cell when it is given. */
    public static void answerWith(Runnable action) {
        latch = new CountDownLatch(1);
        answer = action;
    }

    /** Gives the signal; called by the cell. */
    public static void give() {
        answer.run();
        latch.countDown();
    }

    /** Waits for the signal. */
    public static void await() throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the cell did not begin");
        }
    }
}
