package org.vae4j.kernel.product;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.util.Optional;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.blas.Blas;
import org.nd4j.linalg.factory.Nd4j;

/** The properties of the OpenBLAS that multiplies matrices here, as it reports them. */
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
            NativeLibrary library = NativeNeighbour.of(openblas_nolapack.class, "(lib)?openblas_nolapack\\..*");
            return Optional.of(library.getFunction("openblas_get_corename").invokeString(new Object[0], false));
        } catch (IOException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Whether its kernels read small factors where they lie, as those for AVX-512 do. Loads ND4J. */
    static boolean readsInPlace() {
        return coreName().filter("SkylakeX"::equals).isPresent();
    }
}
