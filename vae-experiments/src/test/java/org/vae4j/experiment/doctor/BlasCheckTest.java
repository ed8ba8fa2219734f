package org.vae4j.experiment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.doctor.Finding.Level;
import org.vae4j.experiment.run.machine.Processor;
import org.vae4j.kernel.product.NativeSetup;

class BlasCheckTest {

    private static final Processor WITH_AVX512 = processor("fpu sse2 avx avx2 fma avx512f avx512dq avx512bw avx512vl");
    private static final Processor WITH_SSE = processor("sse2");

    private static Processor processor(String flags) {
        return Processor.parse(List.of("processor : 0", "flags : " + flags));
    }

    @ParameterizedTest
    @CsvSource({
        "Prescott, FAIL, up to 8 times too slow",
        "Nehalem, FAIL, AVX-512 idle",
        "Sandybridge, FAIL, up to 4 times",
        "Haswell, WARN, up to 2 times",
        "Zen, WARN, AVX-512 idle",
        "SkylakeX, OK, SkylakeX",
        "Cooperlake, OK, Cooperlake",
        "Something, OK, Something",
    })
    void narrowKernelsOnAWideProcessorAreReported(String coreType, Level level, String found) {
        Finding finding = new BlasCheck(WITH_AVX512, Map.of()).verdict("OPENBLAS", coreType);
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.found()).contains(found);
        assertThat(finding.fix().isPresent()).isEqualTo(level != Level.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Prescott", "Nehalem", "Sandybridge", "Haswell", "Zen", "SkylakeX", "Cooperlake", "Something"})
    void noKernelsAreTooNarrowForAProcessorWithoutAvx(String coreType) {
        assertThat(new BlasCheck(WITH_SSE, Map.of())
                        .verdict("OPENBLAS", coreType)
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void coreTypeOfTheEnvironmentIsToBeUnset() {
        assertThat(new BlasCheck(WITH_AVX512, Map.of(NativeSetup.CORE_TYPE, "Haswell"))
                        .verdict("OPENBLAS", "Haswell")
                        .fix())
                .contains("unset OPENBLAS_CORETYPE, which is set to Haswell");
    }

    @Test
    void coreTypeThatOpenBlasChoseItselfIsToBeSet() {
        assertThat(new BlasCheck(WITH_AVX512, Map.of())
                        .verdict("OPENBLAS", "Haswell")
                        .fix())
                .hasValueSatisfying(fix -> assertThat(fix).endsWith("set OPENBLAS_CORETYPE=SKYLAKEX"));
    }
}
