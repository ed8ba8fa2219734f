package org.vae4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Checks the packages ("rooms") that a wing of the experiments is divided into: the imports of each room from its own
 * wing, and the number of types in a package of any module. {@link ArchitectureTest} checks the imports between wings.
 */
class RoomsTest {

    private static final String ROOT = "org.vae4j.";
    private static final String EXPERIMENTS = ROOT + "experiment.";
    private static final int MOST_TYPES = 15;

    /** The rooms of its own wing that each room imports, for every wing of more than one room. */
    private static final Map<String, String> ROOMS = Map.ofEntries(
            Map.entry("config", "config.advice config.binding config.formula config.section"),
            Map.entry("config.advice", ""),
            Map.entry("config.binding", "config.advice config.section"),
            Map.entry("config.formula", "config.binding config.section"),
            Map.entry("config.section", ""),
            Map.entry("report", "report.chart report.estimate report.html report.image report.latent report.text"),
            Map.entry("report.chart", "report.estimate report.image report.text"),
            Map.entry("report.estimate", ""),
            Map.entry("report.html", "report.chart"),
            Map.entry("report.image", ""),
            Map.entry("report.latent", "report.chart report.html"),
            Map.entry("report.text", ""),
            Map.entry("report.site", "report"),
            Map.entry("run", "run.backend run.configured run.evaluation run.machine run.trained"),
            Map.entry("run.backend", ""),
            Map.entry("run.configured", ""),
            Map.entry("run.evaluation", "run.backend run.configured"),
            Map.entry("run.evidence", "run.configured run.trained"),
            Map.entry("run.machine", ""),
            Map.entry("run.trained", "run.configured"),
            Map.entry("study", ""),
            Map.entry("study.bayes", "study study.runner"),
            Map.entry("study.catalog", "study study.runner"),
            Map.entry("study.chainrule", "study study.runner"),
            Map.entry("study.elbo", "study study.exact study.runner"),
            Map.entry("study.exact", ""),
            Map.entry("study.linear", "study study.runner"),
            Map.entry("study.linearvae", "study study.linear study.runner"),
            Map.entry("study.marginal", "study study.exact study.runner"),
            Map.entry("study.novelty", "study study.runner"),
            Map.entry("study.ood", "study study.runner"),
            Map.entry("study.reparam", "study study.exact study.runner"),
            Map.entry("study.runner", "study study.terminal"),
            Map.entry("study.sigma", "study study.runner"),
            Map.entry("study.terminal", ""),
            Map.entry("study.training", "study study.runner"),
            Map.entry("study.variational", "study study.exact study.runner"),
            Map.entry("sweep.command", "sweep.plan sweep.result sweep.state sweep.work"),
            Map.entry("sweep.plan", ""),
            Map.entry("sweep.result", "sweep.plan sweep.state"),
            Map.entry("sweep.state", "sweep.plan"),
            Map.entry("sweep.work", "sweep.plan sweep.state"),
            Map.entry("reproduce", ""),
            Map.entry("reproduce.check", "reproduce reproduce.page"),
            Map.entry("reproduce.page", "reproduce"),
            Map.entry("reproduce.rerun", ""),
            Map.entry("track", ""),
            Map.entry("track.mlflow", "track"),
            Map.entry("track.tensorboard", "track"),
            Map.entry("use", ""),
            Map.entry("use.export", ""),
            Map.entry("use.imported", ""),
            Map.entry("use.onnx", ""),
            Map.entry("notebook", ""),
            Map.entry("notebook.kernel", "notebook"),
            Map.entry("bench", "bench.contender bench.process bench.scale bench.workload"),
            Map.entry("bench.contender", "bench.workload"),
            Map.entry("bench.process", "bench.contender bench.workload"),
            Map.entry("bench.scale", "bench.process bench.scale.unit"),
            Map.entry("bench.scale.unit", ""),
            Map.entry("bench.workload", ""),
            Map.entry("doctor", "doctor.machine"),
            Map.entry("doctor.machine", ""),
            Map.entry("cli", "cli.inspect cli.notebook cli.option cli.study cli.use"),
            Map.entry("cli.inspect", "cli.option"),
            Map.entry("cli.notebook", ""),
            Map.entry("cli.option", ""),
            Map.entry("cli.study", "cli.option"),
            Map.entry("cli.use", "cli.option"));

    /** The packages that may have more types, with the reason. */
    private static final Map<String, String> LARGER =
            Map.of("layers", "one configuration and one arithmetic per layer, which DL4J wants side by side");

    private static JavaClasses all;

    @BeforeAll
    static void readAllThreeModules() {
        all = CompiledClasses.all();
    }

    @Test
    void roomsImportTheListedRoomsOfTheirWingAndNoOthers() {
        Map<String, TreeSet<String>> listed = new TreeMap<>();
        ROOMS.forEach((room, imports) -> listed.put(
                room,
                Arrays.stream(imports.split(" "))
                        .filter(i -> !i.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new))));
        assertThat(importsWithinWings()).isEqualTo(listed);
    }

    @Test
    void packagesHaveAtMostFifteenTypes() {
        Map<String, Long> sizes = all.stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        type -> type.getPackageName().substring(ROOT.length()), Collectors.counting()));
        assertThat(sizes).hasSizeGreaterThan(50);
        List<String> larger = sizes.entrySet().stream()
                .filter(size -> size.getValue() > MOST_TYPES)
                .map(Map.Entry::getKey)
                .toList();
        assertThat(larger)
                .as("packages of more than %d types; divide a new one into rooms", MOST_TYPES)
                .containsExactlyInAnyOrderElementsOf(LARGER.keySet());
    }

    /** {@return the rooms of its own wing that each room imports, without wings of one room} */
    private static Map<String, TreeSet<String>> importsWithinWings() {
        Map<String, TreeSet<String>> imports = new TreeMap<>();
        all.stream().filter(RoomsTest::isOfAWing).forEach(type -> {
            TreeSet<String> found = imports.computeIfAbsent(room(type), room -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                    .filter(RoomsTest::isOfAWing)
                    .map(RoomsTest::room)
                    .filter(other -> wing(other).equals(wing(room(type))) && !other.equals(room(type)))
                    .forEach(found::add);
        });
        Map<String, Long> roomsOfWing =
                imports.keySet().stream().collect(Collectors.groupingBy(RoomsTest::wing, Collectors.counting()));
        imports.keySet().removeIf(room -> roomsOfWing.get(wing(room)) == 1);
        return imports;
    }

    private static boolean isOfAWing(JavaClass type) {
        return type.getPackageName().startsWith(EXPERIMENTS);
    }

    private static String room(JavaClass type) {
        return type.getPackageName().substring(EXPERIMENTS.length());
    }

    private static String wing(String room) {
        return room.split("\\.")[0];
    }
}
