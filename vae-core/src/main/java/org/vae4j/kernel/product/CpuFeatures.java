package org.vae4j.kernel.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The instruction sets of an x86-64 processor.
 *
 * @param flags names as in Linux' /proc/cpuinfo, such as {@code avx2}
 */
record CpuFeatures(Set<String> flags) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /** Empty where it can't be told: on other systems than Linux and on other processors. */
    static Optional<CpuFeatures> ofThisMachine() {
        if (!Files.isReadable(CPU_INFO)) {
            return Optional.empty();
        }
        try (var lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("flags")).findFirst().map(CpuFeatures::parse);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static CpuFeatures parse(String line) {
        String flags = line.substring(line.indexOf(':') + 1).trim();
        return new CpuFeatures(Arrays.stream(flags.split("\\s+")).collect(Collectors.toSet()));
    }

    /** The newest kernels of OpenBLAS 0.3.19 that this processor can run. */
    Optional<String> openBlasCoreType() {
        if (flags.containsAll(Set.of("avx512f", "avx512dq", "avx512bw", "avx512vl", "avx512cd"))) {
            return Optional.of("SKYLAKEX");
        }
        return flags.containsAll(Set.of("avx2", "fma")) ? Optional.of("HASWELL") : Optional.empty();
    }
}
