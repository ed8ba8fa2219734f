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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.vae4j.kernel.Matrix;

/** Checks the imports between the packages of all three modules against the arrows of the architecture page. */
class ArchitectureTest {

    private static final String ROOT = "org.vae4j.";

    /** The packages that each package of the core may import; a name stands for the package and those below it. */
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

    /** The packages that each package of the data module may import besides the core; a name stands for itself only. */
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

    /** The wings that each wing of the experiments may import besides the two lower modules. */
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

    /** The packages that access the memory of arrays directly, which only the CPU can. */
    private static final String CPU_KERNELS = "org.vae4j.kernel.cpu..";

    /** The classes that call native code without ND4J; those of the experiments only query it or set its threads. */
    private static final List<String> NATIVE_CALLERS = List.of(
            "kernel.product.Gemm",
            "kernel.Matrix",
            "kernel.product.OneDnn",
            "kernel.product.NativeNeighbour",
            "kernel.product.OpenBlas",
            "baseline.SymmetricEigen",
            "experiment.run.backend.Backend",
            "experiment.doctor.SpeedCheck",
            "experiment.doctor.MemoryCheck");

    /** The methods of a buffer that give access to its memory. */
    private static final List<String> RAW_ACCESS =
            List.of("addressPointer", "pointer", "address", "platformAddress", "asNio", "asNioFloat", "asNioDouble");

    private static JavaClasses all;

    /** {@return config, rundir and report, which every wing above them may use, and further wings} */
    private static String below(String furtherWings) {
        return "experiment.config experiment.rundir experiment.report "
                + Stream.of(furtherWings.split(" ")).map(p -> "experiment." + p).collect(Collectors.joining(" "));
    }

    @BeforeAll
    static void readAllThreeModules() {
        all = CompiledClasses.all();
    }

    @Test
    void classesOfEveryModuleAreRead() {
        assertThat(count("math", "kernel", "layers", "model", "train")).isGreaterThan(40);
        assertThat(count("data")).isGreaterThan(25);
        assertThat(count("experiment")).isGreaterThan(50);
    }

    @Test
    void everyPackageIsListed() {
        TreeSet<String> listed = new TreeSet<>(CORE.keySet());
        listed.addAll(DATA.keySet());
        listed.addAll(EXPERIMENTS.keySet());
        assertThat(all.stream()
                        .map(c -> c.getPackageName().substring(ROOT.length()))
                        .filter(p -> listed.stream().noneMatch(name -> p.equals(name) || p.startsWith(name + "."))))
                .as("packages without an entry in this test")
                .isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> packagesImportOnlyAlongTheArrows() {
        String lower = String.join(" ", CORE.keySet()) + " " + String.join(" ", DATA.keySet());
        return Stream.of(
                        CORE.entrySet().stream().map(e -> arrow(e.getKey(), e.getValue())),
                        DATA.entrySet().stream().map(e -> arrow(e.getKey(), e.getValue())),
                        EXPERIMENTS.entrySet().stream().map(e -> arrow(e.getKey(), e.getValue() + " " + lower)))
                .flatMap(Function.identity());
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.vae4j.(**)").should().beFreeOfCycles().check(all);
    }

    @Test
    void librariesOfPlotsCommandLineAndYamlAreUsedByTheExperimentsOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vae4j.experiment..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "picocli..", "org.knowm..", "com.fasterxml.jackson..", "me.tongfei..", "ch.qos.logback..")
                .check(all);
    }

    /** The jars of Jupyter's protocol are no dependencies of the library. */
    @Test
    void librariesOfJupyterAreUsedByTheKernelOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.vae4j.experiment.notebook.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.dflib..", "org.zeromq..", "com.google.gson..")
                .check(all);
    }

    /** Code that only the CPU can run must lie in places that CUDA replaces. */
    @Test
    void nativeCodeIsCalledByTheListedClassesOnly() {
        noClasses()
                .that(not(named(NATIVE_CALLERS)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.nd4j.linalg.cpu..")
                .check(all);
    }

    @Test
    void kernelsOfTheCpuAreNotUsedDirectly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CPU_KERNELS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CPU_KERNELS)
                .check(all);
    }

    @Test
    void matrixProductsAreCalledByTheKernelsOnly() {
        noClasses()
                .that(not(named(List.of("kernel.cpu.CpuKernels", "kernel.product.Gemm", "kernel.product.OneDnn"))))
                .should()
                .dependOnClassesThat(named(List.of("kernel.product.Gemm")))
                .check(all);
    }

    /** On CUDA the values of an array are not at the address of its buffer. */
    @Test
    void memoryOfABufferIsReadByTheListedClassesOnly() {
        noClasses()
                .that(not(named(List.of("kernel.Matrix", "data.iterator.BatchArrays"))))
                .should()
                .callMethodWhere(describe(
                        "raw memory of a buffer",
                        call -> call.getTargetOwner().isAssignableTo(DataBuffer.class)
                                && RAW_ACCESS.contains(call.getTarget().getName())))
                .check(all);
    }

    @Test
    void memoryOfAMatrixIsReadByTheKernelsOfTheCpuOnly() {
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

    /** Matches classes and the classes nested in them. */
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
