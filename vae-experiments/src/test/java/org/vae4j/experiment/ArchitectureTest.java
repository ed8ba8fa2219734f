package org.vae4j.experiment;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.vae4j.kernel.Matrix;

/** The arrows of the architecture page, over all three modules: what a package may import of the project. */
class ArchitectureTest {

    private static final String ROOT = "org.vae4j.";

    /** Package → what it may import; a name stands for the package and those below it. */
    private static final Map<String, String> CORE = Map.ofEntries(
            Map.entry("math", ""),
            Map.entry("file", ""),
            Map.entry("info", "math"),
            Map.entry("extension", ""),
            Map.entry("kernel", "math"),
            Map.entry("schedule", "extension"),
            Map.entry("update", "extension kernel schedule"),
            Map.entry("baseline", "math"),
            Map.entry("dist", "math info"),
            Map.entry("latent", "extension math dist kernel"),
            Map.entry("likelihood", "extension math info dist kernel"),
            Map.entry("objective", "extension math info dist kernel schedule latent"),
            Map.entry("layers", "extension math info dist kernel latent likelihood objective schedule update"),
            Map.entry("network", "extension math kernel latent layers"),
            Map.entry(
                    "model",
                    "extension file math info dist kernel latent likelihood objective layers network schedule update"),
            Map.entry(
                    "train",
                    "extension file math info dist kernel likelihood objective layers network model schedule update"),
            Map.entry("density", "extension file math kernel likelihood layers model objective train"),
            Map.entry(
                    "eval",
                    "extension math info dist kernel latent likelihood objective layers network model baseline"));

    private static final Map<String, String> DATA = Map.ofEntries(
            Map.entry("data", "data.store"),
            Map.entry("data.store", ""),
            Map.entry("data.idx", "data"),
            Map.entry("data.source", "data data.store data.idx data.tabular"),
            Map.entry("data.source.array", "data data.store"),
            Map.entry("data.source.image", "data data.store data.source.array"),
            Map.entry("data.source.table", "data data.store data.source.array data.tabular"),
            Map.entry("data.source.known", "data data.source data.source.array data.source.image"),
            Map.entry("data.source.found", "data data.store data.source.array data.source.image data.source.table"),
            Map.entry("data.source.own", "data data.store data.source.array data.source.found"),
            Map.entry("data.synthetic", "data data.transform"),
            Map.entry("data.transform", "data"),
            Map.entry("data.tabular", "data"),
            Map.entry("data.iterator", "data data.synthetic data.transform"),
            Map.entry(
                    "data.catalog",
                    "data data.idx data.source data.source.image data.synthetic data.transform data.iterator data.tabular"));

    /** In the order of the arrows; every one may use all of the two lower modules. */
    private static final Map<String, String> EXPERIMENTS = Map.ofEntries(
            Map.entry("experiment.lease", ""),
            Map.entry("experiment.config", ""),
            Map.entry("experiment.rundir", "experiment.lease experiment.config"),
            Map.entry("experiment.report", "experiment.config experiment.rundir"),
            Map.entry("experiment.run", "experiment.config experiment.rundir experiment.report"),
            Map.entry("experiment.preset", "experiment.config"),
            Map.entry("experiment.track", "experiment.config experiment.rundir experiment.report"),
            Map.entry("experiment.use", below("run")),
            Map.entry("experiment.study", below("run use")),
            Map.entry("experiment.api", below("run use study")),
            Map.entry("experiment.notebook", below("use api")),
            Map.entry("experiment.sweep", below("lease run study reproduce")),
            Map.entry("experiment.reproduce", below("run use study")),
            Map.entry("experiment.bench", below("run")),
            Map.entry("experiment.watch", below("run")),
            Map.entry("experiment.doctor", below("run")),
            Map.entry(
                    "experiment.cli",
                    below("run use track preset study sweep reproduce bench doctor watch api notebook")));

    /** They read and write memory as the CPU sees it. */
    private static final String CPU_KERNELS = "org.vae4j.kernel.cpu..";

    /** The classes that call native code without ND4J; those of the experiments only look at it or set its threads. */
    private static final List<String> NATIVE = List.of(
            "kernel.product.Gemm",
            "kernel.Matrix",
            "kernel.product.OneDnn",
            "kernel.product.NativeNeighbour",
            "kernel.product.OpenBlas",
            "baseline.SymmetricEigen",
            "experiment.run.backend.Backend",
            "experiment.doctor.SpeedCheck",
            "experiment.doctor.MemoryCheck");

    private static final List<String> RAW =
            List.of("addressPointer", "pointer", "address", "platformAddress", "asNio", "asNioFloat", "asNioDouble");

    private static JavaClasses all;

    /** The packages that everything above training may use, and some. */
    private static String below(String some) {
        return "experiment.config experiment.rundir experiment.report "
                + Stream.of(some.split(" ")).map(p -> "experiment." + p).collect(Collectors.joining(" "));
    }

    @BeforeAll
    static void readAllThreeModules() {
        all = CompiledClasses.all();
    }

    @Test
    void seesEveryModule() {
        assertThat(count("math", "kernel", "layers", "model", "train")).isGreaterThan(40);
        assertThat(count("data")).isGreaterThan(25);
        assertThat(count("experiment")).isGreaterThan(50);
    }

    @Test
    void knowsEveryPackage() {
        TreeSet<String> known = new TreeSet<>(CORE.keySet());
        known.addAll(DATA.keySet());
        known.addAll(EXPERIMENTS.keySet());
        assertThat(all.stream()
                        .map(c -> c.getPackageName().substring(ROOT.length()))
                        .filter(p -> known.stream().noneMatch(k -> p.equals(k) || p.startsWith(k + "."))))
                .as("packages without an arrow")
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> importsOnlyAlongTheArrows() {
        String lower = String.join(" ", CORE.keySet()) + " " + String.join(" ", DATA.keySet());
        return Stream.of(
                        CORE.entrySet().stream().map(e -> arrow(e.getKey(), e.getValue())),
                        DATA.entrySet().stream().map(e -> arrow(e.getKey(), e.getValue())),
                        EXPERIMENTS.entrySet().stream().map(e -> arrow(e.getKey(), e.getValue() + " " + lower)))
                .flatMap(s -> s);
    }

    @Test
    void hasNoCycles() {
        slices().matching("org.vae4j.(**)").should().beFreeOfCycles().check(all);
    }

    @Test
    void keepsPlotsCommandLineAndYamlInTheExperiments() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vae4j.experiment..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "picocli..", "org.knowm..", "com.fasterxml.jackson..", "me.tongfei..", "ch.qos.logback..")
                .check(all);
    }

    /** The jars that speak Jupyter's protocol are no dependency of the library. */
    @Test
    void keepsJupyterInTheKernel() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vae4j.experiment.notebook.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.dflib..", "org.zeromq..", "com.google.gson..")
                .check(all);
    }

    /**
     * What runs on the CPU only stays where CUDA can switch it off: the rest asks the kernels, or looks at the machine.
     */
    @Test
    void keepsNativeCodeBehindTheKernels() {
        noClasses()
                .that(not(named(NATIVE)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.nd4j.linalg.cpu..")
                .check(all);
        noClasses()
                .that()
                .resideOutsideOfPackage(CPU_KERNELS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CPU_KERNELS)
                .check(all);
        noClasses()
                .that(not(named(List.of("kernel.cpu.CpuKernels", "kernel.product.Gemm", "kernel.product.OneDnn"))))
                .should()
                .dependOnClassesThat(named(List.of("kernel.product.Gemm")))
                .check(all);
    }

    /** On CUDA an array's values lie elsewhere than where its buffer says. */
    @Test
    void readsRawMemoryOnlyWhereItIsKnownToBeTheCpus() {
        noClasses()
                .that(not(named(List.of("kernel.Matrix", "data.iterator.BatchArrays"))))
                .should()
                .callMethodWhere(describe(
                        "raw memory of a buffer",
                        call -> call.getTargetOwner().isAssignableTo(DataBuffer.class)
                                && RAW.contains(call.getTarget().getName())))
                .check(all);
        noClasses()
                .that(not(resideInAPackage(CPU_KERNELS).or(named(List.of("kernel.product.Gemm", "kernel.Matrix")))))
                .should()
                .callMethodWhere(describe(
                        "raw memory of a matrix",
                        call -> call.getTargetOwner().isEquivalentTo(Matrix.class)
                                && List.of("pointer", "get", "put")
                                        .contains(call.getTarget().getName())))
                .check(all);
    }

    private static DynamicTest arrow(String from, String to) {
        List<String> allowed = Stream.concat(Stream.of(from), Arrays.stream(to.split(" ")))
                .filter(name -> !name.isBlank())
                .toList();
        return DynamicTest.dynamicTest(
                from + " -> " + to,
                () -> classes()
                        .that(in(List.of(from)))
                        .should()
                        .onlyDependOnClassesThat(in(allowed).or(outside()))
                        .allowEmptyShould(true)
                        .check(all));
    }

    private static DescribedPredicate<JavaClass> in(List<String> packages) {
        String description = packages.stream().collect(Collectors.joining(", ", "in ", ""));
        return describe(
                description,
                type -> packages.stream()
                        .anyMatch(p -> type.getPackageName().equals(ROOT + p)
                                || !p.equals("data") && type.getPackageName().startsWith(ROOT + p + ".")));
    }

    /** The classes and those inside them. */
    private static DescribedPredicate<JavaClass> named(List<String> classes) {
        return describe(
                String.join(", ", classes),
                type -> classes.stream()
                        .map(ROOT::concat)
                        .anyMatch(
                                c -> type.getName().equals(c) || type.getName().startsWith(c + "$")));
    }

    private static DescribedPredicate<JavaClass> outside() {
        return describe("outside the project", type -> !type.getPackageName().startsWith(ROOT));
    }

    private static long count(String... packages) {
        return all.stream().filter(in(List.of(packages)).or(starts(packages))).count();
    }

    private static DescribedPredicate<JavaClass> starts(String... packages) {
        return describe(
                "below",
                type -> Arrays.stream(packages)
                        .anyMatch(p -> type.getPackageName().startsWith(ROOT + p + ".")));
    }
}
