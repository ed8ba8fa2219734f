package org.vae4j.experiment.run.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vae4j.kernel.product.NativeSetup;

class CoreTypeSettingTest {

    private static final Processor WIDE = processor("sse2 avx avx2 fma avx512f avx512dq avx512bw avx512vl");

    private static Processor processor(String flags) {
        return Processor.parse(List.of("processor : 0", "flags : " + flags));
    }

    private static Map<String, String> set(String coreType) {
        return Map.of(NativeSetup.CORE_TYPE, coreType);
    }

    @Test
    void reportsACoreTypeThatIsNarrowerThanTheProcessor() {
        assertThat(CoreTypeSetting.slowing(set("Haswell"), WIDE).map(CoreTypeSetting::text))
                .contains(
                        "OPENBLAS_CORETYPE=Haswell in the environment keeps matrix products to AVX2 where this processor"
                                + " has AVX-512, which is up to 2 times as fast: unset it");
        assertThat(CoreTypeSetting.slowing(set("NEHALEM"), processor("sse2 avx2 fma")))
                .hasValueSatisfying(setting -> assertThat(setting.used().mostTimesSlowerThan(setting.available()))
                        .isEqualTo(4));
    }

    @Test
    void reportsNothingWhereNothingIsLostOrKnown() {
        assertThat(CoreTypeSetting.slowing(Map.of(), WIDE)).isEmpty();
        assertThat(CoreTypeSetting.slowing(set("SKYLAKEX"), WIDE)).isEmpty();
        assertThat(CoreTypeSetting.slowing(set("Haswell"), processor("sse2 avx2 fma")))
                .isEmpty();
        assertThat(CoreTypeSetting.slowing(set("SKYLAKEX"), processor("sse2 avx2 fma")))
                .isEmpty();
        assertThat(CoreTypeSetting.slowing(set("Sapphire"), WIDE)).isEmpty();
        assertThat(CoreTypeSetting.slowing(set("Haswell"), Processor.parse(List.of())))
                .isEmpty();
    }

    @Test
    void refusesToCompareTheSpeedOfUnknownInstructions() {
        assertThatThrownBy(() -> Vectors.UNKNOWN.mostTimesSlowerThan(Vectors.AVX2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected two known extensions");
    }
}
