package org.vae4j.experiment.notebook.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.file.AtomicFile;

/**
 * The specification by which Jupyter finds the kernel: a folder {@code vae4j} with a file {@code kernel.json}. The
 * launcher starts the kernel. It knows the class path, the OpenBLAS of the processor and the folder of native
 * libraries, so the file needs none of them and stays valid when this project is updated.
 *
 * @param command the command that starts the kernel, without the connection file
 * @param environment variables to set for the kernel, beside those of Jupyter
 */
public record KernelSpec(List<String> command, Map<String, String> environment) {

    /** The name of the kernel in Jupyter. */
    public static final String NAME = "vae4j";

    /** The system property by which the launcher tells its path. */
    private static final String LAUNCHER = "vae4j.launcher";

    public KernelSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * Makes the specification for the running program. It works in any folder that Jupyter starts the kernel in.
     *
     * @param classPath the class path, absolute
     * @param extensions jars of the user's own, absolute
     * @return a specification that starts the launcher, or this Java with the class path if there is no launcher
     */
    public static KernelSpec ofThisProcess(String classPath, List<Path> extensions) {
        String launcher = System.getProperty(LAUNCHER);
        KernelSpec spec = launcher == null ? ofJava(classPath, System.getenv()) : ofLauncher(launcher, System.getenv());
        return spec.with(extensions);
    }

    KernelSpec with(List<Path> extensions) {
        List<String> longer = new ArrayList<>(command);
        extensions.forEach(jar -> longer.addAll(List.of("--extension", jar.toString())));
        return new KernelSpec(longer, environment);
    }

    static KernelSpec ofLauncher(String launcher, Map<String, String> environment) {
        return of(List.of(launcher), List.of(), environment);
    }

    static KernelSpec ofJava(String classPath, Map<String, String> environment) {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                classPath,
                "org.vae4j.experiment.cli.Vae");
        return of(java, List.of("OPENBLAS_CORETYPE", "OMP_NUM_THREADS"), environment);
    }

    /** Keeps the variables {@code numerics}, those of data and those of Java, where they are set. */
    private static KernelSpec of(List<String> program, List<String> numerics, Map<String, String> environment) {
        List<String> command = new ArrayList<>(program);
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : numerics) {
            Optional.ofNullable(environment.get(name)).ifPresent(value -> kept.put(name, value));
        }
        for (String name : List.of("VAE_DATA_DIR", "VAE_CACHE_DIR", "VAE_EXTENSIONS", "VAE_PRODUCTS")) {
            Optional.ofNullable(environment.get(name)).ifPresent(value -> kept.put(name, absolute(value)));
        }
        for (String name : List.of("VAE_JAVA_OPTS", "JAVA_HOME")) {
            Optional.ofNullable(environment.get(name)).ifPresent(value -> kept.put(name, value));
        }
        command.addAll(List.of("notebook", "kernel"));
        return new KernelSpec(command, kept);
    }

    /** Makes paths absolute, because Jupyter starts kernels in the folder of the notebook. */
    private static String absolute(String paths) {
        return Arrays.stream(paths.split(File.pathSeparator))
                .filter(path -> !path.isEmpty())
                .map(path -> Path.of(path).toAbsolutePath().normalize().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The folder in which Jupyter looks for the kernels of this user.
     *
     * @param environment the variables of this process
     * @param home the home folder of the user
     * @param system the name of the system, as in the property {@code os.name}
     * @return the folder, which need not exist
     */
    public static Path kernelsOf(Map<String, String> environment, Path home, String system) {
        Optional<String> data = Optional.ofNullable(environment.get("JUPYTER_DATA_DIR"));
        if (data.isPresent()) {
            return Path.of(data.get(), "kernels");
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return home.resolve("Library/Jupyter/kernels");
        }
        if (name.startsWith("windows")) {
            return Path.of(environment.getOrDefault("APPDATA", home.toString()), "jupyter", "kernels");
        }
        return Optional.ofNullable(environment.get("XDG_DATA_HOME"))
                .map(Path::of)
                .orElse(home.resolve(".local/share"))
                .resolve("jupyter/kernels");
    }

    /** {@return the content of {@code kernel.json}} */
    public String json() {
        List<String> argv = new ArrayList<>(command);
        argv.add("{connection_file}");
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("argv", argv);
        spec.put("display_name", "Java (vae4j)");
        spec.put("language", "java");
        spec.put("interrupt_mode", "message");
        spec.put("env", environment);
        return Json.line(spec) + "\n";
    }

    /**
     * Writes the specification, and replaces an existing one.
     *
     * @param kernels the folder of kernels, which is created if it does not exist
     * @return the folder of this kernel
     * @throws IOException if the file cannot be written
     */
    public Path install(Path kernels) throws IOException {
        Path folder = Files.createDirectories(kernels.resolve(NAME));
        AtomicFile.write(folder.resolve("kernel.json"), json());
        return folder;
    }
}
