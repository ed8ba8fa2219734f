package org.vae4j.experiment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.doctor.Finding.Level;

class SpeedCheckTest {

    private static final double MULTIPLY_ADDS = 200;

    @ParameterizedTest
    @CsvSource({"104, OK, 52 %", "100, OK, 50 %", "92, WARN, 46 %", "52, WARN, 26 %", "42, FAIL, 21 %"})
    void productsAreJudgedByTheirShareOfTheMultiplyAdds(double gigaflops, Level level, String share) {
        Finding finding = new SpeedCheck(() -> OptionalDouble.of(MULTIPLY_ADDS)).verdict(gigaflops);
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.found()).contains(share, "of the 200");
    }

    @Test
    void productsAreNotJudgedWithoutMultiplyAddsToCompareWith() {
        assertThat(new SpeedCheck(OptionalDouble::empty).verdict(1).level()).isEqualTo(Level.OK);
    }
}
