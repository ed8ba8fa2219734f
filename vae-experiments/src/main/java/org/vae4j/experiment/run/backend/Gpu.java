package org.vae4j.experiment.run.backend;

import java.util.List;
import java.util.Optional;

/**
 * An NVIDIA GPU.
 *
 * @param model its name, such as {@code Tesla T4}
 * @param major the major version of its compute capability
 * @param minor the minor version of its compute capability
 * @param driver the version of the driver
 * @param memoryMiB its memory in MiB; 0 where unknown
 */
public record Gpu(String model, int major, int minor, String driver, long memoryMiB) {

    /**
     * The compute capabilities, as 10 · major + minor, that ND4J 1.0.0-M2.1's CUDA 11.6 build has code for. The build
     * has no intermediate code (PTX) that the driver of a later GPU could compile.
     */
    private static final List<Integer> BUILT_FOR = List.of(37, 50, 52, 60, 61, 70, 75, 80, 86);

    private static final int FIELDS = 4;

    /**
     * Parses one line of the output of
     * {@code nvidia-smi --query-gpu=name,compute_cap,driver_version,memory.total --format=csv,noheader,nounits}.
     *
     * @param line a line such as {@code Tesla T4, 7.5, 510.47.03, 15360}
     * @return the GPU; empty when the line does not describe one
     */
    static Optional<Gpu> parse(String line) {
        String[] fields = line.split(",");
        if (fields.length != FIELDS || !fields[1].strip().matches("\\d+\\.\\d+")) {
            return Optional.empty();
        }
        String[] capability = fields[1].strip().split("\\.");
        String memory = fields[3].strip();
        return Optional.of(new Gpu(
                fields[0].strip(),
                Integer.parseInt(capability[0]),
                Integer.parseInt(capability[1]),
                fields[2].strip(),
                memory.matches("\\d{1,12}") ? Long.parseLong(memory) : 0));
    }

    /**
     * Whether ND4J's CUDA build can run on this GPU: code for one compute capability runs on later minor versions of
     * the same major version, and on no other.
     *
     * @return false for Hopper (9.0) and later
     */
    public boolean isSupported() {
        return BUILT_FOR.stream().anyMatch(built -> built / 10 == major && built % 10 <= minor);
    }

    /**
     * Whether the build has code for exactly this compute capability.
     *
     * @return false also for a GPU that runs code built for an earlier minor version, such as 8.9
     */
    public boolean isBuiltFor() {
        return BUILT_FOR.contains(10 * major + minor);
    }

    /**
     * Describes the GPU for a person.
     *
     * @return such as {@code Tesla T4 (compute capability 7.5)}
     */
    public String text() {
        return model + " (compute capability " + major + "." + minor + ")";
    }
}
