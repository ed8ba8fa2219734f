package org.vae4j.experiment.run.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processor of a computer, as Linux describes it in {@code /proc/cpuinfo}.
 *
 * @param model its name; empty where unknown
 * @param flags the names of its features, such as {@code avx2}; empty where unknown
 * @param megahertz the current clock of the fastest core; 0 where unknown
 * @param count the logical processors of the machine, of which a container may use fewer; 0 where unknown
 */
public record Processor(String model, Set<String> flags, double megahertz, int count) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    /**
     * Reads the processor of this computer.
     *
     * @return the processor; with unknown fields where {@code /proc/cpuinfo} cannot be read
     */
    public static Processor ofThisComputer() {
        try {
            return Files.isReadable(CPU_INFO) ? parse(Files.readAllLines(CPU_INFO)) : parse(List.of());
        } catch (IOException e) {
            return parse(List.of());
        }
    }

    /**
     * Reads a processor from the lines of {@code /proc/cpuinfo}.
     *
     * @param cpuInfo the lines; empty where there are none
     * @return the processor
     */
    public static Processor parse(List<String> cpuInfo) {
        List<String> clocks = values(cpuInfo, "cpu MHz");
        return new Processor(
                values(cpuInfo, "model name").stream().findFirst().orElse(""),
                values(cpuInfo, "flags").stream()
                        .findFirst()
                        .map(flags -> Arrays.stream(flags.split("\\s+")).collect(Collectors.toSet()))
                        .orElse(Set.of()),
                clocks.stream().mapToDouble(Double::parseDouble).max().orElse(0),
                values(cpuInfo, "processor").size());
    }

    /** {@return the widest vector extension that matters to BLAS} */
    public Vectors vectors() {
        return Arrays.stream(Vectors.values())
                .filter(v -> flags.containsAll(v.flags()))
                .findFirst()
                .orElse(Vectors.UNKNOWN);
    }

    private static List<String> values(List<String> cpuInfo, String key) {
        return cpuInfo.stream()
                .filter(line -> line.startsWith(key) && line.indexOf(':') > 0)
                .filter(line -> line.substring(0, line.indexOf(':')).strip().equals(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .toList();
    }
}
