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
 * Which of the backends that were built in serves a run. What has a cost is asked only where it matters.
 *
 * @param builtIn what the class path has
 * @param gpus what there is, by a process of its own
 * @param cudaFault why CUDA can't start; loads its runtime
 */
record BackendChoice(Set<Backend> builtIn, Supplier<List<Gpu>> gpus, Supplier<Optional<String>> cudaFault) {

    private static final Logger LOG = LoggerFactory.getLogger(BackendChoice.class);

    /**
     * CPU or CUDA. A GPU is taken without being asked for only when ND4J's build can run on all that there are.
     *
     * @param asked what the configuration says
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

    /** A GPU that nvidia-smi does not list may still be there: ND4J then says so itself. */
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
