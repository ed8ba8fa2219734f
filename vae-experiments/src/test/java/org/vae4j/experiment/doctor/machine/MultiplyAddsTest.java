package org.vae4j.experiment.doctor.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MultiplyAddsTest {

    private static final int LEVEL_OF_THE_OPTIMISING_COMPILER = 4;

    @Test
    void speedIsMeasuredIfJavaOptimises() {
        int level = Integer.parseInt(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .getVMOption("TieredStopAtLevel")
                .getValue());
        OptionalDouble measured = MultiplyAdds.gigaflops();
        assertThat(measured.isPresent()).isEqualTo(level >= LEVEL_OF_THE_OPTIMISING_COMPILER);
        // A processor of 2008 does 10 GFLOP/s. More than a thousand would mean that the loop was compiled away.
        measured.ifPresent(gigaflops -> assertThat(gigaflops).isBetween(1.0, 1000.0));
    }
}
