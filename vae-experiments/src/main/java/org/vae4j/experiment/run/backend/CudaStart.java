package org.vae4j.experiment.run.backend;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Tests whether ND4J's CUDA backend can start, before ND4J tries. When it cannot, ND4J itself prints a stack trace,
 * drops the backend, and then reports that there is no backend at all.
 */
final class CudaStart {

    /** The driver's library on Linux and on Windows, as the error of a missing driver names it. */
    private static final String DRIVER = "libcuda.so|nvcuda.dll";

    /** The beginning of ND4J's error where the driver offers no GPU. */
    private static final String NO_DEVICE = "No CUDA devices";

    private CudaStart() {}

    /**
     * Loads CUDA's runtime and asks it for a device.
     *
     * @param loader a class loader in which CUDA's is the only backend
     * @return the reason why it can't start, in one line with ND4J's own words; empty when it can
     */
    static Optional<String> fault(ClassLoader loader) {
        return fault(() -> ServiceLoader.load(Nd4jBackend.class, loader)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("its jars are incomplete")));
    }

    /** Asks a backend whether it can run; what it prints to standard error meanwhile is discarded. */
    static Optional<String> fault(Supplier<Nd4jBackend> backend) {
        PrintStream err = System.err;
        try (PrintStream silence = new PrintStream(OutputStream.nullOutputStream())) {
            System.setErr(silence);
            return backend.get().canRun() ? Optional.empty() : Optional.of("it says that it can't run here");
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(explain(root(e)));
        } finally {
            System.setErr(err);
        }
    }

    /** The last cause in the chain of causes. */
    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The first line of the message, with the folders of libraries left out, behind the likely reason. */
    private static String explain(Throwable cause) {
        String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        String message = line.replaceAll("(?<=^|\\s)\\S*[/\\\\]", "");
        if (message.matches(".*(" + DRIVER + ").*")) {
            return "no NVIDIA driver (" + message + ")";
        }
        return message.contains(NO_DEVICE)
                ? "no GPU that the driver offers, or a driver too old for it (" + message + ")"
                : message;
    }
}
