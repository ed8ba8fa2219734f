package org.vae4j.kernel;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Decides once which kernels serve the loaded backend. */
final class KernelChoice {

    private static final Kernels ANY_BACKEND = new Nd4jKernels();
    private static final Kernels FLOAT = isCpu() ? new CpuKernels() : ANY_BACKEND;

    private KernelChoice() {}

    static Kernels of(DataType type) {
        return switch (type) {
            case FLOAT -> FLOAT;
            case DOUBLE -> ANY_BACKEND;
            default ->
                throw new IllegalArgumentException("found data type " + type
                        + ", expected FLOAT or DOUBLE: set it by NeuralNetConfiguration.Builder.dataType");
        };
    }

    private static boolean isCpu() {
        return Nd4j.getBackend() != null
                && Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend");
    }
}
