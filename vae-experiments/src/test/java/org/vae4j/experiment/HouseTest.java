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
 * Checks signatures and names in the sources of all three modules. {@code config/checks.xml} checks the length of
 * methods and the number of parameters.
 */
class HouseTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> MODULES = List.of("vae-core", "vae-datasets", "vae-experiments");

    /** The methods that may have an optional parameter, by class and name, with the reason. */
    private static final Map<String, String> OPTIONAL_PARAMETERS = Map.ofEntries(
            Map.entry("BatchSource.<init>", "batches have partners or not; package-private"),
            Map.entry("ByteRows.<init>", "draws are part of how a set is handled or not; package-private"),
            Map.entry("Checkpoint.write", "the file that a checkpoint replaces is there or not; package-private"),
            Map.entry("DataConfig.with", "copies components of a configuration"),
            Map.entry("Generator.<init>", "passes on the shape that a person names or not"),
            Map.entry("Generator.of", "passes on the shape that a person names or not"),
            Map.entry("Generator.open", "passes on the shape that a person names or not"),
            Map.entry("LatentPrior.<init>", "a hierarchy has lower levels, other models have none; private"),
            Map.entry("NamedArrays.examples", "a file has labels or not"),
            Map.entry("Seams.different", "a part has a prototype or not; private"),
            Map.entry("Split.withoutTest", "a split has validation examples or not"),
            Map.entry("Training.<init>", "a builder whose file is set or not"));

    /** The parsed sources by module. */
    private static final Map<String, List<CompilationUnitTree>> SOURCES = new LinkedHashMap<>();

    @BeforeAll
    static void parseTheSourcesOfAllModules() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        for (String module : MODULES) {
            try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
                    Stream<Path> paths = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                List<Path> sources =
                        paths.filter(file -> file.toString().endsWith(".java")).toList();
                JavacTask task = (JavacTask)
                        compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
                List<CompilationUnitTree> units = new ArrayList<>();
                task.parse().forEach(units::add);
                assertThat(units).as(module).hasSizeGreaterThan(100);
                SOURCES.put(module, units);
            }
        }
    }

    @Test
    void namesOfPublicTypesAreUniqueInAModule() {
        Map<String, List<String>> duplicates = new TreeMap<>();
        SOURCES.forEach((module, units) -> {
            Map<String, List<String>> packagesByName = new TreeMap<>();
            for (CompilationUnitTree unit : units) {
                for (Tree type : unit.getTypeDecls()) {
                    if (type instanceof ClassTree declared
                            && declared.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                        packagesByName
                                .computeIfAbsent(declared.getSimpleName().toString(), name -> new ArrayList<>())
                                .add(unit.getPackageName().toString());
                    }
                }
            }
            packagesByName.values().removeIf(packages -> packages.size() == 1);
            duplicates.putAll(packagesByName);
        });
        assertThat(duplicates)
                .as("names of several public types in one module, with their packages")
                .isEmpty();
    }

    @Test
    void onlyListedMethodsHaveOptionalParameters() {
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
    void nothingIsCalledWithAnUnnamedBoolean() {
        Set<String> booleanParameters = booleanParameters();
        Set<String> found = new TreeSet<>();
        scan(new MethodScanner() {
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
                    // A factory of the same class and a method of the kernels around gemm have names for the cases.
                    if (arguments.size() > 1
                            && !name.equals("new " + enclosing())
                            && !(enclosing().equals("ProductKernels") && name.equals("gemm"))
                            && arguments.get(i).getKind() == Tree.Kind.BOOLEAN_LITERAL
                            && booleanParameters.contains(key(name, arguments.size(), i))) {
                        found.add(enclosing() + " calls " + name);
                    }
                }
            }
        });
        assertThat(found)
                .as("calls of this project's methods with an unnamed true or false: an enum, a second method or a local"
                        + " variable says what is meant")
                .isEmpty();
    }

    /** {@return the name, number of parameters and position of every boolean parameter of this project} */
    private static Set<String> booleanParameters() {
        Set<String> found = new HashSet<>();
        scan(new MethodScanner() {
            @Override
            void method(String type, MethodTree method) {
                // A private method is called by methods of its class, which have names for the cases.
                if (!method.getModifiers().getFlags().contains(Modifier.PRIVATE)) {
                    add(
                            method.getName().contentEquals("<init>")
                                    ? "new " + type
                                    : method.getName().toString(),
                            method.getParameters());
                }
            }

            @Override
            void record(String type, List<? extends VariableTree> components) {
                add("new " + type, components);
            }

            private void add(String name, List<? extends VariableTree> parameters) {
                for (int i = 0; i < parameters.size(); i++) {
                    Tree type = parameters.get(i).getType();
                    if (type != null && type.toString().equals("boolean")) {
                        found.add(key(name, parameters.size(), i));
                    }
                }
            }
        });
        return found;
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

    /** Visits methods and records with the simple name of the enclosing class. */
    private static class MethodScanner extends TreeScanner<Void, Void> {

        private String type = "";
        private boolean record;

        void method(String type, MethodTree method) {}

        void record(String type, List<? extends VariableTree> components) {}

        String enclosing() {
            return type;
        }

        @Override
        public Void visitClass(ClassTree declared, Void unused) {
            String outer = type;
            boolean outerIsRecord = record;
            type = declared.getSimpleName().toString();
            record = declared.getKind() == Tree.Kind.RECORD;
            if (record) {
                record(type, components(declared));
            }
            super.visitClass(declared, unused);
            type = outer;
            record = outerIsRecord;
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
            // The constructor of a record has the components of the record, which may be optional.
            if (!record || !method.getName().contentEquals("<init>")) {
                method(type, method);
            }
            return super.visitMethod(method, unused);
        }
    }
}
