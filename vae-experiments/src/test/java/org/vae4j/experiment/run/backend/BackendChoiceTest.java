package org.vae4j.experiment.run.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vae4j.experiment.config.section.RuntimeConfig.Backend.AUTO;
import static org.vae4j.experiment.config.section.RuntimeConfig.Backend.CPU;
import static org.vae4j.experiment.config.section.RuntimeConfig.Backend.CUDA;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.RuntimeConfig.Backend;

/** The choice of the backend on computers with given GPUs, which need not exist. */
class BackendChoiceTest {

    private static final Gpu T4 = new Gpu("Tesla T4", 7, 5, "510.47", 15360);
    private static final Gpu H100 = new Gpu("NVIDIA H100", 9, 0, "550.54", 81559);
    private static final Set<Backend> BOTH = Set.of(CPU, CUDA);

    /** A choice that must be made without looking for GPUs and without loading CUDA. */
    private static BackendChoice withoutProbing(Set<Backend> builtIn) {
        return new BackendChoice(
                builtIn,
                () -> {
                    throw new AssertionError("nvidia-smi was started although the choice does not depend on it");
                },
                () -> {
                    throw new AssertionError("CUDA was loaded although the choice does not depend on it");
                });
    }

    @TempDir
    Path folder;

    @Test
    void autoTakesCudaOnlyWhereTheBuildCanRunOnAllGpus() {
        assertThat(choice(BOTH, T4).of(AUTO)).isEqualTo(CUDA);
        assertThat(choice(BOTH, H100).of(AUTO)).isEqualTo(CPU);
        assertThat(choice(BOTH, T4, H100).of(AUTO)).isEqualTo(CPU);
        assertThat(choice(BOTH).of(AUTO)).isEqualTo(CPU);
    }

    @Test
    void cudaIsTakenWhereItIsAskedForAndCanRun() {
        assertThat(choice(BOTH, T4).of(CUDA)).isEqualTo(CUDA);
    }

    @Test
    void looksForGpusOnlyWhereTheChoiceDependsOnThem() {
        assertThat(withoutProbing(Set.of(CPU)).of(AUTO)).isEqualTo(CPU);
        assertThat(withoutProbing(BOTH).of(CPU)).isEqualTo(CPU);
    }

    @Test
    void autoWarnsAndTakesTheCpuWhereCudaDoesNotStart() {
        Logger log = (Logger) LoggerFactory.getLogger(BackendChoice.class);
        ListAppender<ILoggingEvent> warnings = new ListAppender<>();
        warnings.start();
        log.addAppender(warnings);
        log.setAdditive(false);
        try {
            assertThat(new BackendChoice(BOTH, () -> List.of(T4), () -> Optional.of("an old driver")).of(AUTO))
                    .isEqualTo(CPU);
        } finally {
            log.detachAppender(warnings);
            log.setAdditive(true);
        }
        assertThat(warnings.list)
                .singleElement()
                .satisfies(warning -> assertThat(warning.getFormattedMessage()).contains("an old driver"));
    }

    @Test
    void reportsAMissingDriverInOneLineWithoutAStackTrace() {
        String path = "/cache/libjnicudart.so: libcuda.so.1: cannot open shared object file: No such file or directory";
        assertReported(new UnsatisfiedLinkError(path), "no NVIDIA driver (libjnicudart.so: libcuda.so.1: cannot open");
    }

    @Test
    void reportsAMissingDeviceInOneLineWithoutAStackTrace() {
        assertReported(
                new IllegalStateException(new RuntimeException("No CUDA devices were found in system")),
                "no GPU that the driver offers, or a driver too old for it (No CUDA devices were found in system)");
    }

    /** Starts CUDA with a failure that prints its stack trace, as ND4J's does. */
    private static void assertReported(Throwable failure, String cause) {
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            BackendChoice choice = new BackendChoice(
                    BOTH,
                    List::of,
                    () -> CudaStart.fault(() -> {
                        failure.printStackTrace();
                        if (failure instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) failure;
                    }));
            assertThatThrownBy(() -> choice.of(CUDA))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContainingAll(cause, "--backend cpu")
                    .message()
                    .satisfies(text -> assertThat(text.lines()).hasSize(1));
        } finally {
            System.setErr(err);
        }
        assertThat(printed.size()).isZero();
    }

    @Test
    void refusesCudaWhereItIsNotBuiltIn() {
        assertCudaRefused(Set.of(CPU), T4, "found cuda, expected cpu", "build with -Pcuda");
    }

    @Test
    void refusesCudaOnAGpuThatTheBuildHasNoCodeFor() {
        assertCudaRefused(BOTH, H100, "NVIDIA H100 (compute capability 9.0)", "--backend cpu");
    }

    @Test
    void parsesTheOutputOfNvidiaSmi() {
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
    void gpusAreHiddenByAnEmptyOrNegativeListOfVisibleDevices() {
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
            // The class of CUDA's service is missing here, so that this throws unless the service is hidden.
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

    private static BackendChoice choice(Set<Backend> builtIn, Gpu... gpus) {
        return new BackendChoice(builtIn, () -> List.of(gpus), Optional::empty);
    }

    private static void assertCudaRefused(Set<Backend> builtIn, Gpu gpu, String... message) {
        assertThatThrownBy(() -> choice(builtIn, gpu).of(CUDA))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(message)
                .message()
                .satisfies(text -> assertThat(text.lines()).hasSize(1));
    }
}
