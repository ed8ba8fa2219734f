package org.vae4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.vae4j.model.guard.ModelExtension;

/**
 * A jar with extensions of the library, compiled from sources in a test as a user would compile it.
 *
 * @param file the jar
 */
public record ExtensionJar(Path file) {

    /** Source of a likelihood, the Laplace distribution with scale 1: -log p(x|m) = |x - m| + log 2. */
    public static final String LAPLACE = """
            package mine;

            import org.vae4j.kernel.Kernels;
            import org.vae4j.kernel.Matrix;
            import org.vae4j.likelihood.Likelihood;

            public record LaplaceLikelihood() implements Likelihood {
                public int parameterCount(int features) { return features; }
                public int featureCount(int parameters) { return parameters; }
                public String name() { return "laplace"; }
                public void mean(Kernels kernels, Matrix parameters, Matrix mean) { kernels.copy(parameters, mean); }
                public void sample(Kernels kernels, Matrix parameters, long seed, Matrix x) {
                    kernels.copy(parameters, x);
                }
                public void evaluate(
                        Kernels kernels, Matrix x, Matrix parameters, double[] negLogLikelihood, Matrix gradient) {
                    double[] values = new double[x.length()];
                    double[] means = new double[parameters.length()];
                    kernels.read(x, values);
                    kernels.read(parameters, means);
                    int rows = parameters.rows();
                    java.util.Arrays.fill(negLogLikelihood, 0);
                    for (int i = 0; i < means.length; i++) {
                        int row = i % rows;
                        double difference = means[i] - values[i / rows * x.rows() + row % x.rows()];
                        negLogLikelihood[row] += Math.abs(difference) + Math.log(2);
                        means[i] = Math.signum(difference);
                    }
                    kernels.write(means, gradient);
                }
            }
            """;

    /** Source of the declaration of {@link #LAPLACE}. */
    public static final String DECLARATION = declaring("LaplaceLikelihood");

    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern CLASS = Pattern.compile("public (?:final )?(?:class|record) (\\w+)");

    /**
     * The source of a declaration of some classes.
     *
     * @param names the names of the classes, as source in the package {@code mine} may write them
     * @return the source of {@code mine.MyExtension}
     */
    public static String declaring(String... names) {
        return """
                package mine;

                public final class MyExtension implements org.vae4j.model.guard.ModelExtension {
                    public java.util.Set<Class<?>> classes() {
                        return java.util.Set.of(%s);
                    }
                }
                """.formatted(String.join(
                ", ", Stream.of(names).map(n -> n + ".class").toList()));
    }

    /**
     * Compiles sources into {@code mine.jar}, and registers their implementations of {@link ModelExtension}.
     *
     * @param folder the folder of the jar
     * @param sources sources with one public class each
     * @return the jar
     * @throws IOException when it can't be written
     */
    public static ExtensionJar compile(Path folder, String... sources) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "-d",
                classes.toString()));
        List<String> extensions = new ArrayList<>();
        for (String source : sources) {
            String name = first(CLASS, source);
            arguments.add(
                    Files.writeString(folder.resolve(name + ".java"), source).toString());
            if (source.contains("implements " + ModelExtension.class.getName())) {
                extensions.add(first(PACKAGE, source) + "." + name);
            }
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        if (!extensions.isEmpty()) {
            Path services = Files.createDirectories(classes.resolve("META-INF/services"));
            Files.write(services.resolve(ModelExtension.class.getName()), extensions);
        }
        return new ExtensionJar(zip(classes, folder.resolve("mine.jar")));
    }

    /**
     * Adds a file in {@code META-INF/services} to the jar.
     *
     * @param service the interface
     * @param classes the lines of the file
     * @throws IOException when it can't be written
     */
    public void register(Class<?> service, String... classes) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(file)) {
            Path services = Files.createDirectories(jar.getPath("META-INF/services"));
            Files.write(services.resolve(service.getName()), List.of(classes));
        }
    }

    /**
     * Runs an action with the jar on the class path of this thread.
     *
     * @param <T> type of the result
     * @param action the action
     * @return the action's result
     * @throws Exception the action's exception
     */
    public <T> T on(Callable<T> action) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {file.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            return action.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Creates an object of a class of the jar; to be called in the action of {@link #on}.
     *
     * @param name the name of the class, which has a constructor without parameters
     * @return the object
     * @throws ReflectiveOperationException when there is no such class
     */
    public static Object make(String name) throws ReflectiveOperationException {
        return Thread.currentThread()
                .getContextClassLoader()
                .loadClass(name)
                .getConstructor()
                .newInstance();
    }

    /** {@return the SHA-256 of the jar in hexadecimal digits} */
    public String sha256() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static Path zip(Path classes, Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar), StandardCharsets.UTF_8);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                out.write(Files.readAllBytes(file));
            }
        }
        return jar;
    }

    private static String first(Pattern pattern, String source) {
        Matcher matcher = pattern.matcher(source);
        assertThat(matcher.find()).as(source).isTrue();
        return matcher.group(1);
    }
}
