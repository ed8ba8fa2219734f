package org.vae4j.experiment.study.terminal;

/** What to say when memory runs out. */
public final class MemoryAdvice {

    private static final long MEBIBYTE = 1 << 20;

    private MemoryAdvice() {}

    /**
     * Whether memory ran out, the heap's or what arrays outside it may take, which follows the heap's limit.
     *
     * @param thrown by any work
     * @return whether an {@link OutOfMemoryError} is among its causes
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
     * @return what the limit is and how to raise it or need less
     */
    public static String text() {
        return "out of memory: Java may use " + Runtime.getRuntime().maxMemory() / MEBIBYTE
                + " MiB, expected more: allow more by VAE_JAVA_OPTS=-Xmx4g, or make the batches (training.batchSize,"
                + " evaluation.batchSize), the data or the model smaller";
    }
}
