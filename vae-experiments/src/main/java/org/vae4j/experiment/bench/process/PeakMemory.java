package org.vae4j.experiment.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The peak of the memory of this process. */
public final class PeakMemory {

    private PeakMemory() {}

    /** {@return the high-water mark of the resident set in MiB; 0 if the system does not report it} */
    public static double mib() {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(l -> l.startsWith("VmHWM:"))
                    .mapToDouble(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024.0)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
