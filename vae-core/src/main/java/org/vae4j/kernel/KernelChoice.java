package org.vae4j.kernel;

import java.util.List;
import java.util.ServiceLoader;
import org.nd4j.linalg.api.buffer.DataType;

/** Chooses, once per process, the first kernels among the listed services that serve the loaded backend. */
final class KernelChoice {

    private static final List<Kernels> LISTED =
            ServiceLoader.load(Kernels.class, Kernels.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
    private static final Kernels FLOAT = firstFor(DataType.FLOAT);
    private static final Kernels DOUBLE = firstFor(DataType.DOUBLE);

    private KernelChoice() {}

    static Kernels of(DataType type) {
        return switch (type) {
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            default ->
                throw new IllegalArgumentException("found data type " + type
                        + ", expected FLOAT or DOUBLE: set it by NeuralNetConfiguration.Builder.dataType");
        };
    }

    private static Kernels firstFor(DataType type) {
        return LISTED.stream()
                .filter(kernels -> kernels.serves(type))
                .findFirst()
                .orElseThrow();
    }
}
