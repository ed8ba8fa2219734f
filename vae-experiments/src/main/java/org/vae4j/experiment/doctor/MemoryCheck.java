package org.vae4j.experiment.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.bytedeco.javacpp.Pointer;

/** What this process may use: the machine's memory, a container's or job's share of it, and Java's own limits. */
record MemoryCheck() implements Check {

    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
    private static final long SMALL = 1L << 30;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Finding> findings() {
        // The JDK knows control groups of either version: this is the limit of the container where there is one.
        long available =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        return List.of(verdict(
                available, machine().orElse(available), Runtime.getRuntime().maxMemory(), Pointer.maxBytes()));
    }

    Finding verdict(long available, long machine, long heap, long arrays) {
        boolean limited = available < machine;
        String found = size(available)
                + (limited ? " by a container's or a job's limit, of the machine's " + size(machine) : "")
                + "; Java's heap up to " + size(heap) + ", arrays outside it up to " + size(arrays);
        if (available < SMALL) {
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

    static String size(long bytes) {
        return bytes < 10L << 30 ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
    }
}
