package org.vae4j.experiment.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.bytedeco.javacpp.Pointer;

/** Checks the memory that this process may use against Java's own limits for the heap and for arrays outside it. */
record MemoryCheck() implements Check {

    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
    private static final long LEAST_BYTES = 1L << 30;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Finding> findings() {
        // The JDK reads control groups, so this is the limit of the container if there is one.
        long available =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return List.of(verdict(
                available, machine().orElse(available), Runtime.getRuntime().maxMemory(), Pointer.maxBytes()));
    }

    /**
     * Judges limits, all in bytes.
     *
     * @param available the memory that this process may use
     * @param machine the memory of the machine
     * @param heap the limit of Java's heap
     * @param arrays the limit of arrays outside the heap
     */
    Finding verdict(long available, long machine, long heap, long arrays) {
        boolean limited = available < machine;
        String found = size(available)
                + (limited ? " by a container's or a job's limit, of the machine's " + size(machine) : "")
                + "; Java's heap up to " + size(heap) + ", arrays outside it up to " + size(arrays);
        if (available < LEAST_BYTES) {
            return Finding.warn(name(), found, "give it 1 GiB or more: MNIST and a small model need half of that");
        }
        return heap + arrays > available
                ? Finding.warn(
                        name(),
                        found + ": together more than there is, so the system may kill a large run",
                        "lower -Xmx, or set -Dorg.bytedeco.javacpp.maxbytes, in VAE_JAVA_OPTS")
                : Finding.ok(name(), found);
    }

    private static OptionalLong machine() {
        try {
            return Files.readAllLines(MEMORY_INFO).stream()
                    .filter(line -> line.matches("MemTotal:\\s+\\d+ kB"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** {@return a size in MiB, or from 10 GiB on in GiB} */
    static String size(long bytes) {
        return bytes < 10L << 30 ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
    }
}
