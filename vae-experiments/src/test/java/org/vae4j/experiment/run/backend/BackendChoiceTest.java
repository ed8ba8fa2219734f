package org.vae4j.experiment.run.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vae4j.experiment.config.section.RuntimeConfig.Backend.AUTO;
import static org.vae4j.experiment.config.section.RuntimeConfig.Backend.CPU;
import static org.vae4j.experiment.config.section.RuntimeConfig.Backend.CUDA;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.vae4j.experiment.config.ConfigException;
import org.vae4j.experiment.config.section.RuntimeConfig.Backend;

/** Which backend is taken, with GPUs that are not at hand. */
class BackendChoiceTest {

    private static final Gpu T4 = new Gpu("Tesla T4", 7, 5, "510.47", 15360);
    private static final Gpu H100 = new Gpu("NVIDIA H100", 9, 0, "550.54", 81559);
    private static final Set<Backend> BOTH = Set.of(CPU, CUDA);

    @TempDir
    Path folder;

    @Test
    void takesAGpuOnlyWhereTheBuildCanRunOnAllOfThem() {
        assertThat(BackendChoice.choose(AUTO, BOTH, () -> List.of(T4))).isEqualTo(CUDA);
        assertThat(BackendChoice.choose(AUTO, BOTH, () -> List.of(H100))).isEqualTo(CPU);
        assertThat(BackendChoice.choose(AUTO, BOTH, () -> List.of(T4, H100))).isEqualTo(CPU);
        assertThat(BackendChoice.choose(AUTO, BOTH, List::of)).isEqualTo(CPU);
        assertThat(BackendChoice.choose(AUTO, Set.of(CPU), BackendChoiceTest::nobodyAsks))
                .isEqualTo(CPU);
        assertThat(BackendChoice.choose(CPU, BOTH, BackendChoiceTest::nobodyAsks))
                .isEqualTo(CPU);
        assertThat(BackendChoice.choose(CUDA, BOTH, () -> List.of(T4))).isEqualTo(CUDA);
    }

    @Test
    void saysInOneLineWhyAnAskedForBackendIsNotThere() {
        refused(Set.of(CPU), List.of(T4), "found cuda, expected cpu", "build with -Pcuda");
        refused(BOTH, List.of(H100), "NVIDIA H100 (compute capability 9.0)", "--backend cpu");
    }

    @Test
    void readsWhatNvidiaSmiLists() {
        assertThat(Gpus.parse("Tesla T4, 7.5, 510.47.03, 15360\nNVIDIA H100 80GB HBM3, 9.0, 550.54.15, 81559\n"))
                .containsExactly(
                        new Gpu("Tesla T4", 7, 5, "510.47.03", 15360),
                        new Gpu("NVIDIA H100 80GB HBM3", 9, 0, "550.54.15", 81559));
        assertThat(Gpus.parse("No devices were found\n")).isEmpty();
        assertThat(Gpus.parse("Old, [Not Supported], 390.1, 4000")).isEmpty();
        assertThat(Gpus.parse("")).isEmpty();
    }

    @Test
    void knowsWhichGpusTheBuildHasCodeFor() {
        assertThat(List.of(37, 50, 52, 60, 61, 62, 70, 72, 75, 80, 86, 87, 89)).allMatch(c -> gpu(c).isSupported());
        assertThat(List.of(20, 30, 35, 90, 100, 120)).noneMatch(c -> gpu(c).isSupported());
        assertThat(gpu(89).isBuiltFor()).isFalse();
        assertThat(gpu(86).isBuiltFor()).isTrue();
    }

    @Test
    void respectsHiddenGpus() {
        assertThat(Gpus.areHidden(Map.of())).isFalse();
        assertThat(Gpus.areHidden(Map.of("CUDA_VISIBLE_DEVICES", "0,1"))).isFalse();
        assertThat(Gpus.areHidden(Map.of("CUDA_VISIBLE_DEVICES", ""))).isTrue();
        assertThat(Gpus.areHidden(Map.of("CUDA_VISIBLE_DEVICES", "-1"))).isTrue();
    }

    @Test
    void hidesTheOtherBackendFromNd4j() throws IOException {
        ClassLoader own = getClass().getClassLoader();
        assertThat(OneBackend.builtIn(own)).containsExactly(CPU);
        String service = "META-INF/services/" + Nd4jBackend.class.getName();
        Path file = folder.resolve(service);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "org.nd4j.linalg.jcublas.JCublasBackend\n");
        try (URLClassLoader both = new URLClassLoader(new URL[] {folder.toUri().toURL()}, own)) {
            assertThat(OneBackend.builtIn(both)).containsExactlyInAnyOrder(CPU, CUDA);
            OneBackend cpu = new OneBackend(both, CPU);
            assertThat(Collections.list(cpu.getResources(service))).hasSize(1);
            // With CUDA's service in sight this throws: its class is not here.
            assertThat(ServiceLoader.load(Nd4jBackend.class, cpu))
                    .singleElement()
                    .satisfies(b -> assertThat(b.getClass().getSimpleName()).isEqualTo("CpuBackend"));
            assertThat(Collections.list(new OneBackend(both, CUDA).getResources(service)))
                    .singleElement()
                    .satisfies(url -> assertThat(url.toString()).contains(folder.toString()));
        }
    }

    private static Gpu gpu(int capability) {
        return new Gpu("Some", capability / 10, capability % 10, "510.0", 16000);
    }

    private static List<Gpu> nobodyAsks() {
        throw new AssertionError("nvidia-smi was started for nothing");
    }

    private static void refused(Set<Backend> builtIn, List<Gpu> gpus, String... message) {
        assertThatThrownBy(() -> BackendChoice.choose(CUDA, builtIn, () -> gpus))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(message)
                .message()
                .satisfies(text -> assertThat(text.lines()).hasSize(1));
    }
}
