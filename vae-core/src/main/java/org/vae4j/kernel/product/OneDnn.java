package org.vae4j.kernel.product;

import com.sun.jna.Native;
import java.io.IOException;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Products of float matrices by oneDNN, each computed on the calling thread. */
final class OneDnn {

    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);
    private static final byte AS_IT_IS = 'N';
    private static final byte TRANSPOSED = 'T';

    /** Loads the library when the class is first used. */
    private static final class Holder {
        private static final boolean LOADED = load();
    }

    private OneDnn() {}

    /** {@return whether this build and this system have oneDNN; the first call loads it} */
    static boolean isThere() {
        return Holder.LOADED;
    }

    /**
     * Computes C = op(A) · op(B) or C += op(A) · op(B). oneDNN reads matrices row by row, and so sees the transpose of
     * each of ours: it is called for Cᵀ = op(B)ᵀ · op(A)ᵀ.
     */
    static void multiply(Gemm.Factor a, Gemm.Factor b, Gemm.Factor c, Gemm.Piece piece) {
        int threads = OpenMp.omp_get_max_threads();
        if (threads != 1) {
            OpenMp.omp_set_num_threads(1);
        }
        int status = dnnl.dnnl_sgemm(
                b.transposed() ? TRANSPOSED : AS_IT_IS,
                a.transposed() ? TRANSPOSED : AS_IT_IS,
                piece.columns(),
                piece.rows(),
                piece.inner(),
                1f,
                b.pointer(),
                b.stride(),
                a.pointer(),
                a.stride(),
                piece.accumulate() ? 1f : 0f,
                c.pointer(),
                c.stride());
        if (threads != 1) {
            OpenMp.omp_set_num_threads(threads);
        }
        if (status != dnnl.dnnl_success) {
            throw new IllegalStateException("found the status " + status + " of oneDNN's product, expected success ("
                    + dnnl.dnnl_success + "): set " + ProductLibrary.VARIABLE + "=blas to multiply without it");
        }
    }

    private static boolean load() {
        // Both libraries must share ND4J's copy of OpenMP, so ND4J is loaded first.
        Nd4j.getBackend();
        try {
            Native.register(OpenMp.class, NativeNeighbour.of(dnnl.class, "libdnnl\\.so\\..*"));
            return true;
        } catch (IOException | RuntimeException | LinkageError e) {
            LOG.debug("no oneDNN here", e);
            return false;
        }
    }

    /** The OpenMP that oneDNN uses. The number of threads that a thread may start is a setting of that thread. */
    static final class OpenMp {
        static native int omp_get_max_threads();

        static native void omp_set_num_threads(int threads);
    }
}
