package org.vae4j.experiment.rundir;

import java.util.Optional;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.product.OpenBlas;
import org.vae4j.kernel.product.ProductLibrary;

/**
 * What computes: everything about the numerical backend that can change the last bits of a result.
 *
 * @param backend CPU or CUDA
 * @param dataType default data type of arrays
 * @param blasVendor OPENBLAS, MKL, ...
 * @param blasCoreType which kernels OpenBLAS chose for this processor; absent for others
 * @param products what multiplies in place of BLAS, {@code ONEDNN}; absent where BLAS does
 * @param blasThreads threads of matrix products
 * @param openMpThreads threads of elementwise operations
 * @param bitReproducible whether the same run here gives the same bits again; no GPU promises that
 */
public record Numerics(
        String backend,
        String dataType,
        String blasVendor,
        Optional<String> blasCoreType,
        Optional<String> products,
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
                backend.equals(CPU) ? OpenBlas.coreName() : Optional.empty(),
                backend.equals(CPU) ? besidesBlas() : Optional.empty(),
                number(environment, "blas.threads"),
                number(environment, "omp.threads"),
                backend.equals(CPU));
    }

    /** {@return whether the processor computes, not a GPU} */
    public boolean isOnCpu() {
        return backend.equals(CPU);
    }

    private static Optional<String> besidesBlas() {
        return Optional.of(ProductLibrary.inUse())
                .filter(library -> library != ProductLibrary.BLAS)
                .map(ProductLibrary::name);
    }

    private static int number(Properties environment, String key) {
        return environment.get(key) instanceof Number n ? n.intValue() : 0;
    }
}
