package org.vae4j.experiment.run.backend;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Tries whether ND4J's CUDA backend can start, before ND4J does: ND4J prints a stack trace when it can't, goes on
 * without it, and then says that there is no backend at all.
 */
final class CudaStart {

    private static final String DRIVER = "libcuda.so|nvcuda.dll";
    private static final String DEVICE = "No CUDA devices";

    private CudaStart() {}

    /**
     * Loads CUDA's runtime and asks it for a device.
     *
     * @param loader whose only backend is CUDA's
     * @return why it can't start, with ND4J's own words, in one line; empty when it can
     */
    static Optional<String> fault(ClassLoader loader) {
        return fault(() -> ServiceLoader.load(Nd4jBackend.class, loader)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("its jars are incomplete")));
    }

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

    /** What caused all of it. */
    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** A library's path says nothing that its name does not. */
    private static String explain(Throwable cause) {
        String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        String words = said.replaceAll("(?<=^|\\s)\\S*[/\\\\]", "");
        if (words.matches(".*(" + DRIVER + ").*")) {
            return "no NVIDIA driver (" + words + ")";
        }
        return words.contains(DEVICE)
                ? "no GPU that the driver offers, or a driver too old for it (" + words + ")"
                : words;
    }
}
