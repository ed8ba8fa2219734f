package org.vae4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Checks the diagram of imports on the architecture page against the compiled code. An arrow that follows from others
 * is left out. {@link ArchitectureTest} defines the arrows that are allowed.
 */
class ArchitectureDiagramTest {

    private static final String ROOT = "org.vae4j.";
    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    private static final String BEGIN = "<!-- The diagram is written by ArchitectureDiagramTest. -->\n";
    private static final String END = "<!-- End of the diagram. -->\n";

    @Test
    void pageHasTheDiagramOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(end).as("the page's marks around the diagram").isGreaterThanOrEqualTo(begin);
        String expected = page.substring(0, begin) + diagram(reduced(imports())) + page.substring(end);
        if (Boolean.getBoolean("vae4j.update")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(Files.readString(PAGE))
                .as("run this test with -Dvae4j.update=true")
                .isEqualTo(expected);
    }

    /** {@return the packages that each package imports, without itself} */
    private static Map<String, Set<String>> imports() {
        Map<String, Set<String>> imports = new TreeMap<>();
        CompiledClasses.all()
                .forEach(type -> imports.computeIfAbsent(node(type), name -> new TreeSet<>())
                        .addAll(type.getDirectDependenciesFromSelf().stream()
                                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                                .filter(target -> target.getPackageName().startsWith(ROOT))
                                .map(ArchitectureDiagramTest::node)
                                .collect(Collectors.toSet())));
        imports.forEach((name, targets) -> targets.remove(name));
        return imports;
    }

    /** {@return the name of a type's node: its package in the core, the data module, or the wing of the experiments} */
    private static String node(JavaClass type) {
        String[] parts = type.getPackageName().substring(ROOT.length()).split("\\.");
        return parts[0].equals("experiment") ? parts[1] : parts[0];
    }

    /** {@return the arrows without those whose target can be reached over another target} */
    private static Map<String, Set<String>> reduced(Map<String, Set<String>> imports) {
        Map<String, Set<String>> reduced = new TreeMap<>();
        imports.forEach((name, targets) -> reduced.put(
                name,
                targets.stream()
                        .filter(target -> targets.stream()
                                .noneMatch(other -> !other.equals(target)
                                        && reachable(imports, other).contains(target)))
                        .collect(Collectors.toCollection(TreeSet::new))));
        return reduced;
    }

    private static Set<String> reachable(Map<String, Set<String>> imports, String from) {
        Set<String> seen = new TreeSet<>();
        Deque<String> unvisited = new ArrayDeque<>(imports.getOrDefault(from, Set.of()));
        while (!unvisited.isEmpty()) {
            String next = unvisited.pop();
            if (seen.add(next)) {
                unvisited.addAll(imports.getOrDefault(next, Set.of()));
            }
        }
        return seen;
    }

    private static String diagram(Map<String, Set<String>> arrows) {
        StringBuilder text = new StringBuilder("\n```mermaid\nflowchart TD\n");
        arrows.forEach((name, targets) -> targets.forEach(target ->
                text.append("    ").append(name).append(" --> ").append(target).append('\n')));
        return text.append("```\n\n").toString();
    }
}
