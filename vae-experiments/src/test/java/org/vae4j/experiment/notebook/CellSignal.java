package org.vae4j.experiment.notebook;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a test that the cell which it evaluates has begun; public, because cells are classes of another package. */
public final class CellSignal {

    /** The code of a cell that gives the signal. */
    public static final String CODE = "org.vae4j.experiment.notebook.CellSignal.give();\n";

    private static final int PATIENCE_SECONDS = 60;
    private static volatile CountDownLatch latch = new CountDownLatch(1);
    private static volatile Runnable answer = () -> {};

    private CellSignal() {}

    /** Takes the signal back. */
    public static void reset() {
        answerWith(() -> {});
    }

    /** Takes the signal back, and has the cell do something when it gives it. */
    public static void answerWith(Runnable action) {
        latch = new CountDownLatch(1);
        answer = action;
    }

    /** Gives it. */
    public static void give() {
        answer.run();
        latch.countDown();
    }

    /** Waits for it. */
    public static void await() throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the cell did not begin");
        }
    }
}
