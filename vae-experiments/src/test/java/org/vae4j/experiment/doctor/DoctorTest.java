package org.vae4j.experiment.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.data.source.DataFolders;
import org.vae4j.experiment.doctor.Finding.Level;
import org.vae4j.experiment.doctor.machine.MultiplyAdds;
import org.vae4j.experiment.run.backend.Gpu;
import org.vae4j.experiment.run.machine.Processor;
import org.vae4j.experiment.run.machine.Vectors;
import org.vae4j.kernel.product.NativeSetup;

/** The verdicts on computers that are not at hand. */
class DoctorTest {

    private static final Processor EMERALD =
            processor("fpu sse2 avx avx2 fma avx512f avx512dq avx512bw avx512vl", "2100");

    @TempDir
    Path folder;

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
    void seesAMisdetectedCore(String coreType, Level level, String found) {
        Finding finding = new BlasCheck(EMERALD, Map.of()).verdict("OPENBLAS", coreType);
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.found()).contains(found);
        assertThat(finding.fix().isPresent()).isEqualTo(level != Level.OK);
        assertThat(new BlasCheck(processor("sse2", "2000"), Map.of())
                        .verdict("OPENBLAS", coreType)
                        .level())
                .isEqualTo(Level.OK);
    }

    @Test
    void saysWhoToldOpenBlasANarrowCore() {
        assertThat(new BlasCheck(EMERALD, Map.of(NativeSetup.CORE_TYPE, "Haswell"))
                        .verdict("OPENBLAS", "Haswell")
                        .fix())
                .contains("unset OPENBLAS_CORETYPE, which is set to Haswell");
        assertThat(new BlasCheck(EMERALD, Map.of())
                        .verdict("OPENBLAS", "Haswell")
                        .fix())
                .hasValueSatisfying(fix -> assertThat(fix).endsWith("set OPENBLAS_CORETYPE=SKYLAKEX"));
    }

    @ParameterizedTest
    @CsvSource({"104, OK, 52 %", "100, OK, 50 %", "92, WARN, 46 %", "52, WARN, 26 %", "42, FAIL, 21 %"})
    void holdsProductsAgainstBareMultiplyAdds(double gigaflops, Level level, String share) {
        Finding finding = new SpeedCheck(() -> OptionalDouble.of(200)).verdict(gigaflops);
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.found()).contains(share, "of the 200");
        assertThat(new SpeedCheck(OptionalDouble::empty).verdict(1).level()).isEqualTo(Level.OK);
    }

    @Test
    void multiplyAddsAreMeasuredWhereJavaMakesVectorsOfThem() {
        boolean optimising = Integer.parseInt(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .getVMOption("TieredStopAtLevel")
                        .getValue())
                >= 4;
        OptionalDouble measured = MultiplyAdds.gigaflops();
        assertThat(measured.isPresent()).isEqualTo(optimising);
        // A processor of 2008 does 10; above a thousand the loop would have been compiled away.
        measured.ifPresent(gigaflops -> assertThat(gigaflops).isBetween(1.0, 1000.0));
    }

    @Test
    void readsTheProcessor() {
        Processor two = Processor.parse(List.of(
                "processor\t: 0",
                "model name\t: AMD EPYC",
                "cpu MHz\t\t: 800.0",
                "flags\t\t: sse2 avx2 fma",
                "processor\t: 1",
                "cpu MHz\t\t: 2596.1"));
        assertThat(two.model()).isEqualTo("AMD EPYC");
        assertThat(two.count()).isEqualTo(2);
        assertThat(two.megahertz()).isEqualTo(2596.1);
        assertThat(two.vectors()).isEqualTo(Vectors.AVX2);
        assertThat(Processor.parse(List.of()).vectors()).isEqualTo(Vectors.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        // capability, driver, CUDA in use, verdict
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
    void saysWhetherNd4jRunsOnAGpu(String capability, String driver, boolean inUse, Level level) {
        String[] parts = capability.split("\\.");
        Gpu gpu = new Gpu("Some", Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), driver, 16000);
        assertThat(new GpuCheck(List::of).verdict(gpu, inUse).level()).isEqualTo(level);
    }

    @Test
    void seesMemoryLimits() {
        MemoryCheck check = new MemoryCheck();
        long gib = 1L << 30;
        Finding limited = check.verdict(4 * gib, 64 * gib, gib, gib);
        assertThat(limited.level()).isEqualTo(Level.OK);
        assertThat(limited.found()).contains("4096 MiB by a container's", "the machine's 64 GiB");
        assertThat(check.verdict(4 * gib, 64 * gib, 3 * gib, 3 * gib).level()).isEqualTo(Level.WARN);
        assertThat(check.verdict(gib / 2, gib / 2, gib / 8, gib / 8).level()).isEqualTo(Level.WARN);
    }

    @Test
    void seesAFullAndAForeignDisk() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        DiskCheck check = new DiskCheck(folder.resolve("not/there/yet"), file.resolve("runs"));
        assertThat(check.verdict("runs", 10 << 20, 1 << 30, "say --runs DIR").level())
                .isEqualTo(Level.WARN);
        assertThat(check.findings()).extracting(Finding::level).containsExactly(Level.OK, Level.FAIL);
        assertThat(folder.resolve("not")).doesNotExist();
    }

    @Test
    void holdsDataAgainstItsChecksums() throws IOException {
        DataCheck check = new DataCheck(new DataFolders(
                Optional.empty(),
                Map.of("VAE_DATA_DIR", folder.toString(), "XDG_CACHE_HOME", "/nowhere"),
                folder,
                "Linux"));
        assertThat(check.findings()).extracting(Finding::level).containsExactly(Level.OK);
        Path mnist = Files.createDirectories(folder.resolve("mnist"));
        assertThat(check.findings().get(0).level()).isEqualTo(Level.WARN);
        Files.write(mnist.resolve("train-images-idx3-ubyte"), new byte[] {0, 0, 8, 3, 0, 0, 0, 1});
        assertThat(check.findings().get(0).level()).isEqualTo(Level.FAIL);
        assertThat(check.findings().get(0).fix()).contains("delete the file, then vae data fetch mnist");
    }

    @Test
    void reportsACheckThatBreaksAndAsksTheOthers() {
        Check broken = new Check() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public List<Finding> findings() {
                throw new UnsatisfiedLinkError("libgomp.so.1");
            }
        };
        List<Finding> heard = new ArrayList<>();
        List<Finding> all =
                new Doctor(List.of(broken, new JavaCheck(Runtime.Version.parse("11.0.2")))).examine(heard::add);
        assertThat(all).isEqualTo(heard).extracting(Finding::level).containsExactly(Level.FAIL, Level.FAIL, Level.OK);
        assertThat(all.get(0).found()).contains("libgomp.so.1");
    }

    @Test
    void aMountPointSaysWhetherCodeMayBeLoadedFromIt() {
        List<String> mounts = List.of(
                "overlay / overlay rw,relatime 0 0",
                "tmpfs /tmp tmpfs rw,nosuid 0 0",
                "tmpfs /tmp/a\\040b tmpfs rw,noexec 0 0",
                "broken line");
        assertThat(Mount.of(Path.of("/home/me"), mounts)).contains(new Mount(Path.of("/"), false));
        assertThat(Mount.of(Path.of("/tmp/a b/c"), mounts)).contains(new Mount(Path.of("/tmp/a b"), true));
        assertThat(Mount.of(Path.of("/tmp/a"), mounts)).contains(new Mount(Path.of("/tmp"), false));
        assertThat(Mount.of(Path.of("/tmpfile"), mounts)).contains(new Mount(Path.of("/"), false));
    }

    private static Processor processor(String flags, String megahertz) {
        return Processor.parse(List.of("processor : 0", "cpu MHz : " + megahertz, "flags : " + flags));
    }
}
