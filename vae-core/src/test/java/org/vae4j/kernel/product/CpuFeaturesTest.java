package org.vae4j.kernel.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuFeaturesTest {

    /** Flags as /proc/cpuinfo lists them, less those that say nothing about vectors. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Intel Emerald Rapids, AMD Zen 4, AMD Zen 2, Intel Haswell
                "fpu sse2 fma avx avx2 bmi2 avx512f avx512dq avx512ifma avx512cd avx512bw avx512vl avx512_bf16 amx_tile | SKYLAKEX",
                "fpu sse2 fma avx avx2 avx512f avx512dq avx512ifma avx512cd avx512bw avx512vl avx512_bf16 avx512_vnni | SKYLAKEX",
                "fpu sse2 ssse3 fma avx f16c avx2 bmi2 sha_ni clzero | HASWELL",
                "fpu sse2 fma avx avx2 bmi2 | HASWELL",
                // Intel Knights Landing has some of AVX-512, not what SKYLAKEX needs.
                "fpu sse2 fma avx avx2 avx512f avx512pf avx512er avx512cd | HASWELL",
                // Intel Sandy Bridge, Core 2, and a virtual machine that hides fma
                "fpu sse2 sse4_2 avx aes | ''",
                "fpu sse2 ssse3 | ''",
                "fpu sse2 avx avx2 | ''",
            })
    void coreTypeIsTheNewestThatTheProcessorRuns(String flags, String expected) {
        CpuFeatures features = CpuFeatures.parse("flags\t\t: " + flags);
        assertThat(features.openBlasCoreType()).isEqualTo(Optional.of(expected).filter(s -> !s.isEmpty()));
    }

    @ParameterizedTest
    @CsvSource({"flags\t\t: fpu sse2 avx2", "flags: fpu   sse2 avx2 ", "flags :fpu sse2 avx2"})
    void readsTheLineHoweverItIsSpaced(String line) {
        assertThat(CpuFeatures.parse(line).flags()).isEqualTo(Set.of("fpu", "sse2", "avx2"));
    }
}
