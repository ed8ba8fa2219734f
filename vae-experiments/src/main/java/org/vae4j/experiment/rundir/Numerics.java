package org.vae4j.experiment.rundir;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What computes: everything about the numerical backend that can change the last bits of a result.
 *
 * @param backend CPU or CUDA
 * @param dataType default data type of arrays
 * @param blasVendor OPENBLAS, MKL, ...
 * @param blasCoreType which kernels OpenBLAS chose for this processor; absent for others
 * @param blasThreads threads of matrix products
 * @param openMpThreads threads of elementwise operations
 * @param bitReproducible whether the same run here gives the same bits again; no GPU promises that
 */
public record Numerics(
        String backend,
        String dataType,
        String blasVendor,
        Optional<String> blasCoreType,
        int blasThreads,
        int openMpThreads,
        boolean bitReproducible) {

    private static final String CPU = "CPU";

    /**
     * Looks at the backend, which is loaded if it is not yet.
     *
     * @return what was found
     */
    public static Numerics detect() {
        Properties environment = Nd4j.getExecutioner().getEnvironmentInformation();
        String backend = String.valueOf(environment.get("backend"));
        return new Numerics(
                backend,
                Nd4j.dataType().name(),
                String.valueOf(environment.get("blas.vendor")),
                backend.equals(CPU) ? coreType() : Optional.empty(),
                number(environment, "blas.threads"),
                number(environment, "omp.threads"),
                backend.equals(CPU));
    }

    private static int number(Properties environment, String key) {
        return environment.get(key) instanceof Number n ? n.intValue() : 0;
    }

    /** OpenBLAS knows, but its Java binding does not pass it on. */
    private static Optional<String> coreType() {
        try {
            Path binding = Path.of(Loader.load(openblas_nolapack.class));
            try (Stream<Path> files = Files.list(binding.getParent())) {
                return files.filter(f -> f.getFileName().toString().matches("(lib)?openblas_nolapack\\..*"))
                        .findFirst()
                        .map(Numerics::coreName);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    private static String coreName(Path library) {
        return NativeLibrary.getInstance(library.toString())
                .getFunction("openblas_get_corename")
                .invokeString(new Object[0], false);
    }
}
