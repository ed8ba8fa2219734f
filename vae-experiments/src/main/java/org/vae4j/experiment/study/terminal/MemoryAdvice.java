package org.vae4j.experiment.study.terminal;

/** The message to show when memory runs out. */
public final class MemoryAdvice {

    private static final long MEBIBYTE = 1 << 20;

    private MemoryAdvice() {}

    /**
     * Whether memory ran out: that of the heap, or that of arrays outside the heap, whose limit follows the heap's.
     *
     * @param thrown any exception or error
     * @return whether it is an {@link OutOfMemoryError} or has one among its causes
     */
    public static boolean applies(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    /**
     * The advice in one line.
     *
     * @return the limit, and how to raise it or to need less memory
     */
    public static String text() {
        return "out of memory: Java may use " + Runtime.getRuntime().maxMemory() / MEBIBYTE
                + " MiB, expected more: allow more by VAE_JAVA_OPTS=-Xmx4g, or make the batches (training.batchSize,"
                + " evaluation.batchSize), the data or the model smaller";
    }
}
