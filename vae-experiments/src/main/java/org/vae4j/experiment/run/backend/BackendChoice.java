package org.vae4j.experiment.run.backend;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.RuntimeConfig.Backend;

/**
 * Chooses among the built-in backends. The GPUs and CUDA's fault are suppliers, because they are costly to find and are
 * asked for only where the choice depends on them.
 *
 * @param builtIn the backends on the class path
 * @param gpus lists the GPUs of this computer, by starting a process
 * @param cudaFault tells why CUDA can't start, by loading its runtime; empty where it can
 */
record BackendChoice(Set<Backend> builtIn, Supplier<List<Gpu>> gpus, Supplier<Optional<String>> cudaFault) {

    private static final Logger LOG = LoggerFactory.getLogger(BackendChoice.class);

    /**
     * Chooses the backend. {@code AUTO} takes CUDA only where ND4J's build can run on every GPU of the computer.
     *
     * @param asked the backend that the configuration names
     * @return CPU or CUDA
     * @throws ConfigException when the named backend was not built in, or cannot run here
     */
    Backend of(Backend asked) {
        return switch (asked) {
            case CPU -> require(Backend.CPU);
            case CUDA -> requireCuda();
            case AUTO -> cudaServes() ? Backend.CUDA : require(Backend.CPU);
        };
    }

    private boolean cudaServes() {
        if (!builtIn.contains(Backend.CUDA) || !allUsable(gpus.get())) {
            return false;
        }
        Optional<String> fault = cudaFault.get();
        fault.ifPresent(why -> LOG.warn("CUDA does not start: {}; the processor computes", why));
        return fault.isEmpty();
    }

    private Backend requireCuda() {
        require(Backend.CUDA);
        requireUsable(gpus.get());
        cudaFault.get().ifPresent(why -> {
            throw new ConfigException("runtime.backend: found cuda, which does not start here: " + why
                    + "; expected a GPU with driver 450 or later: use --backend cpu, and see vae doctor");
        });
        return Backend.CUDA;
    }

    private Backend require(Backend wanted) {
        if (builtIn.contains(wanted)) {
            return wanted;
        }
        String found = builtIn.stream().map(BackendChoice::name).sorted().collect(Collectors.joining(", "));
        String fix = wanted == Backend.CUDA
                ? "build with -Pcuda (VAE_MAVEN_ARGS=-Pcuda scripts/vae ...), or leave it to --backend auto"
                : "add nd4j-native to the class path";
        throw new ConfigException("runtime.backend: found " + name(wanted) + ", expected "
                + (found.isEmpty() ? "a backend" : found) + ", which this was built with: " + fix);
    }

    private static boolean allUsable(List<Gpu> gpus) {
        return !gpus.isEmpty() && gpus.stream().allMatch(Gpu::isSupported);
    }

    /** Refuses a listed GPU that the build has no code for; a GPU that nvidia-smi does not list is left to ND4J. */
    private static void requireUsable(List<Gpu> gpus) {
        gpus.stream().filter(gpu -> !gpu.isSupported()).findFirst().ifPresent(gpu -> {
            throw new ConfigException("runtime.backend: found " + gpu.text()
                    + ", expected 3.7 to 8.x, which is all that ND4J 1.0.0-M2.1's CUDA build has code for:"
                    + " use --backend cpu, or hide this GPU by CUDA_VISIBLE_DEVICES");
        });
    }

    private static String name(Backend backend) {
        return backend.name().toLowerCase(Locale.ROOT);
    }
}
