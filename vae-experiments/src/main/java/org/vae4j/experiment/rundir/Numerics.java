package org.vae4j.experiment.rundir;

import java.util.Optional;
import java.util.Properties;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.product.OpenBlas;
import org.vae4j.kernel.product.ProductLibrary;

/**
 * The numerical backend: every property that can change the last bits of a result.
 *
 * @param backend CPU or CUDA
 * @param dataType the default data type of arrays
 * @param blasVendor the BLAS library, such as OPENBLAS or MKL
 * @param blasCoreType the kernels that OpenBLAS chose for this processor; empty for other libraries
 * @param products the library that multiplies matrices in place of BLAS, {@code ONEDNN}; empty if BLAS does
 * @param blasThreads the number of threads of matrix products
 * @param openMpThreads the number of threads of elementwise operations
 * @param bitReproducible whether a repeated run on this machine gives the same bits, which no GPU promises
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
     * Detects the backend, which is loaded if necessary.
     *
     * @return the properties of the backend
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

    /** {@return whether the backend computes on the CPU, not on a GPU} */
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
