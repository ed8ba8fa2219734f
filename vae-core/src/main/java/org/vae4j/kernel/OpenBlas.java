package org.vae4j.kernel;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;

/** What the OpenBLAS that multiplies matrices here says of itself. */
public final class OpenBlas {

    private OpenBlas() {}

    /**
     * The kernels in use, by the processor that they were written for. Loads ND4J.
     *
     * @return a name such as {@code SkylakeX}; empty where another BLAS is in use
     */
    public static Optional<String> coreName() {
        if (Nd4j.factory().blas().getBlasVendor() != Blas.Vendor.OPENBLAS) {
            return Optional.empty();
        }
        // The Java binding does not pass it on, so the library beside the binding is asked.
        try {
            Path binding = Path.of(Loader.load(openblas_nolapack.class));
            try (Stream<Path> files = Files.list(binding.getParent())) {
                return files.filter(f -> f.getFileName().toString().matches("(lib)?openblas_nolapack\\..*"))
                        .findFirst()
                        .map(OpenBlas::coreName);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Whether its kernels read small factors where they lie, as those for AVX-512 do. Loads ND4J. */
    static boolean readsInPlace() {
        return coreName().filter("SkylakeX"::equals).isPresent();
    }

    private static String coreName(Path library) {
        return NativeLibrary.getInstance(library.toString())
                .getFunction("openblas_get_corename")
                .invokeString(new Object[0], false);
    }
}
