package org.vae4j.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class LinearWarmupTest {

    @Test
    void risesFromZeroAndStays() {
        LinearWarmup warmup = new LinearWarmup(4, 8);
        assertThat(warmup.valueAt(0, 0)).isZero();
        assertThat(warmup.valueAt(2, 0)).isEqualTo(1);
        assertThat(warmup.valueAt(8, 1)).isEqualTo(4);
        assertThat(warmup.valueAt(800, 9)).isEqualTo(4);
    }

    @Test
    void isConstantWithoutWarmUp() {
        assertThat(new LinearWarmup(0.5, 0).valueAt(0, 0)).isEqualTo(0.5);
    }

    @Test
    void aWeightOfZeroStaysZero() {
        assertThat(new LinearWarmup(0, 8).valueAt(4, 0)).isZero();
    }

    @Test
    void survivesJson() throws Exception {
        ObjectMapper json = new ObjectMapper();
        LinearWarmup warmup = new LinearWarmup(4, 8);
        assertThat(json.readValue(json.writeValueAsString(warmup), ISchedule.class))
                .isEqualTo(warmup);
    }

    @Test
    void refusesWeightsThatMakeNoSense() {
        assertThatThrownBy(() -> new LinearWarmup(Double.NaN, 1)).hasMessageContaining("expected a finite number");
        assertThatThrownBy(() -> new LinearWarmup(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LinearWarmup(1, -1)).hasMessageContaining("warm-up of -1");
    }
}
