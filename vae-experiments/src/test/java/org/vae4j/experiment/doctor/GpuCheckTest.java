package org.vae4j.experiment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.doctor.Finding.Level;
import org.vae4j.experiment.run.backend.Gpu;

class GpuCheckTest {

    @ParameterizedTest
    @CsvSource(
            useHeadersInDisplayName = true,
            value = {
                "capability, driver, CUDA in use, level",
                "3.7, 510.47, true, OK",
                "7.5, 510.47.03, true, OK",
                "8.6, 535.1, true, OK",
                "8.9, 535.1, true, WARN",
                "7.5, 470.1, true, WARN",
                "7.5, 440.1, true, FAIL",
                "7.5, 535.1, false, WARN",
                "3.5, 470.1, true, WARN",
                "9.0, 550.1, false, WARN",
                "12.0, 570.1, false, WARN",
            })
    void gpuIsJudgedByCapabilityDriverAndBuild(String capability, String driver, boolean inUse, Level level) {
        String[] parts = capability.split("\\.");
        Gpu gpu = new Gpu("Some", Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), driver, 16000);
        assertThat(new GpuCheck(List::of).verdict(gpu, inUse).level()).isEqualTo(level);
    }
}
