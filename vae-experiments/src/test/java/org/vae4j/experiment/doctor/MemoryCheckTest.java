package org.vae4j.experiment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.vae4j.experiment.doctor.Finding.Level;

class MemoryCheckTest {

    private static final long GIB = 1L << 30;
    private final MemoryCheck check = new MemoryCheck();

    @Test
    void limitOfAContainerIsNamedBesideTheMemoryOfTheMachine() {
        Finding limited = check.verdict(4 * GIB, 64 * GIB, GIB, GIB);
        assertThat(limited.level()).isEqualTo(Level.OK);
        assertThat(limited.found()).contains("4096 MiB by a container's", "the machine's 64 GiB");
    }

    @Test
    void limitsOfJavaAboveTheAvailableMemoryAreAWarning() {
        assertThat(check.verdict(4 * GIB, 64 * GIB, 3 * GIB, 3 * GIB).level()).isEqualTo(Level.WARN);
    }

    @Test
    void lessThanAGibibyteIsAWarning() {
        assertThat(check.verdict(GIB / 2, GIB / 2, GIB / 8, GIB / 8).level()).isEqualTo(Level.WARN);
    }
}
