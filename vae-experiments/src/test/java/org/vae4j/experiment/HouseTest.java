package org.vae4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What signatures and names look like in all three modules, read from the sources. The length of methods and of
 * signatures is held by {@code config/checks.xml}.
 */
class HouseTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("vae-core", "vae-datasets", "vae-experiments");

    /** Methods with an optional parameter, by class and name, and why. */
    private static final Map<String, String> OPTIONAL_PARAMETERS = Map.ofEntries();

    /** Methods that are called with an unnamed true or false, and why. */
    private static final Map<String, String> FLAGS = Map.ofEntries();

    private static final Map<String, List<CompilationUnitTree>> SOURCES = new LinkedHashMap<>();

    @BeforeAll
    static void parseTheSourcesOfAllModules() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        for (String module : MODULES) {
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                    Stream<Path> paths = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                List<Path> sources =
                        paths.filter(file -> file.toString().endsWith(".java")).toList();
                JavacTask task = (JavacTask) compiler.getTask(
                        null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
                List<CompilationUnitTree> units = new ArrayList<>();
                task.parse().forEach(units::add);
                assertThat(units).as(module).hasSizeGreaterThan(100);
                SOURCES.put(module, units);
            }
        }
    }

    @Test
    void aPublicNameStandsOncePerModule() {
        SOURCES.forEach((module, units) -> {
            Map<String, List<String>> files = new TreeMap<>();
            for (CompilationUnitTree unit : units) {
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree declared
                            && declared.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                        files.computeIfAbsent(declared.getSimpleName().toString(), name -> new ArrayList<>())
                                .add(unit.getPackageName().toString());
                    }
                }
            }
            files.values().removeIf(packages -> packages.size() == 1);
            assertThat(files).as("public names that stand twice in %s", module).isEmpty();
        });
    }

    @Test
    void whatMayBeMissingIsNoParameter() {
        Set<String> found = new TreeSet<>();
        scan(new MethodScanner() {
            @Override
            void method(String type, MethodTree method) {
                boolean overrides = method.getModifiers().getAnnotations().stream()
                        .anyMatch(annotation ->
                                annotation.getAnnotationType().toString().equals("Override"));
                boolean optional = method.getParameters().stream()
                        .map(VariableTree::getType)
                        .anyMatch(parameter -> parameter != null
                                && parameter.toString().matches("Optional(Int|Long|Double)?(<.*>)?(\\.\\.\\.)?"));
                if (optional && !overrides) {
                    found.add(type + "." + method.getName());
                }
            }
        });
        assertThat(found)
                .as("methods with an optional parameter: give a new one two forms")
                .containsExactlyInAnyOrderElementsOf(OPTIONAL_PARAMETERS.keySet());
    }

    @Test
    void aTrueOrFalseAmongOtherArgumentsHasAName() {
        Set<String> withFlags = flagged();
        Set<String> found = new TreeSet<>();
        scan(new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
                check(name(call.getMethodSelect()), call.getArguments());
                return super.visitMethodInvocation(call, unused);
            }

            @Override
            public Void visitNewClass(NewClassTree call, Void unused) {
                check("new " + name(call.getIdentifier()), call.getArguments());
                return super.visitNewClass(call, unused);
            }

            private void check(String name, List<? extends ExpressionTree> arguments) {
                for (int i = 0; i < arguments.size(); i++) {
                    if (arguments.size() > 1
                            && arguments.get(i).getKind() == Tree.Kind.BOOLEAN_LITERAL
                            && withFlags.contains(key(name, arguments.size(), i))) {
                        found.add(name);
                    }
                }
            }
        });
        assertThat(found)
                .as("methods of this project that are called with an unnamed true or false: an enum or a second method"
                        + " says what is meant")
                .containsExactlyInAnyOrderElementsOf(FLAGS.keySet());
    }

    /** {@return the name, number of parameters and position of every boolean parameter of this project} */
    private static Set<String> flagged() {
        Set<String> flagged = new HashSet<>();
        scan(new MethodScanner() {
            @Override
            void method(String type, MethodTree method) {
                String name = method.getName().contentEquals("<init>")
                        ? "new " + type
                        : method.getName().toString();
                add(name, method.getParameters());
            }

            @Override
            void record(String type, List<? extends VariableTree> components) {
                add("new " + type, components);
            }

            private void add(String name, List<? extends VariableTree> parameters) {
                for (int i = 0; i < parameters.size(); i++) {
                    Tree type = parameters.get(i).getType();
                    if (type != null && type.toString().equals("boolean")) {
                        flagged.add(key(name, parameters.size(), i));
                    }
                }
            }
        });
        return flagged;
    }

    private static String key(String name, int parameters, int position) {
        return name + "/" + parameters + "/" + position;
    }

    private static String name(Tree method) {
        String text = method instanceof MemberSelectTree member
                ? member.getIdentifier().toString()
                : method.toString();
        return text.replaceAll("<.*", "");
    }

    private static void scan(TreeScanner<Void, Void> scanner) {
        SOURCES.values().stream().flatMap(Collection::stream).forEach(unit -> scanner.scan(unit, null));
    }

    /** Visits methods with the simple name of their class. */
    private abstract static class MethodScanner extends TreeScanner<Void, Void> {

        private String type = "";

        abstract void method(String type, MethodTree method);

        void record(String type, List<? extends VariableTree> components) {}

        @Override
        public Void visitClass(ClassTree declared, Void unused) {
            String outer = type;
            type = declared.getSimpleName().toString();
            if (declared.getKind() == Tree.Kind.RECORD) {
                record(type, components(declared));
            }
            super.visitClass(declared, unused);
            type = outer;
            return null;
        }

        private static List<VariableTree> components(ClassTree declared) {
            return declared.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(VariableTree.class::cast)
                    .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
                    .toList();
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            // The compact constructor of a record has the record's components, which may be optional.
            method(type, method);
            return super.visitMethod(method, unused);
        }
    }
}
