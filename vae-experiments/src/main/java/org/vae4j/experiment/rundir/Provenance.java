package org.vae4j.experiment.rundir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.lease.Host;
import org.vae4j.model.guard.InstalledExtension;

/**
 * Writes {@code provenance.json}: the command, code, libraries, machine and data that made a run. Sections are added as
 * they become known, such as the data's identity and the numerical backend, and each addition is written at once. A
 * continued run also lists its earlier executions, the newest first.
 */
public final class Provenance {

    private static final String FILE = "provenance.json";
    private static final String CONTINUES = "continues";
    private static final List<String> LIBRARIES = List.of(
            "org.nd4j:nd4j-api",
            "org.deeplearning4j:deeplearning4j-nn",
            "org.bytedeco:javacpp",
            "org.bytedeco:openblas",
            "org.bytedeco:dnnl",
            "org.apache.commons:commons-rng-simple");
    /** Environment variables that configure the numerical libraries and the launcher, or that a scheduler sets. */
    private static final Set<String> VARIABLES = Set.of(
            "OPENBLAS_CORETYPE",
            "OPENBLAS_NUM_THREADS",
            "VAE_PRODUCTS",
            "OMP_NUM_THREADS",
            "MKL_NUM_THREADS",
            "MKL_CBWR",
            "VAE_JAVA_OPTS",
            "VAE_EXTENSIONS",
            "CUDA_VISIBLE_DEVICES",
            "SLURM_JOB_ID",
            "SLURM_ARRAY_JOB_ID",
            "SLURM_ARRAY_TASK_ID",
            "SLURM_RESTART_COUNT");

    private final RunDirectory directory;
    private final Map<String, Object> sections = new LinkedHashMap<>();

    /**
     * Writes the sections that are known before the first step.
     *
     * @param directory the directory of the run
     * @param config the resolved configuration
     * @param commandLine the words of the command as they were typed
     * @throws RunDirectoryException if the file cannot be written, or if the file of an earlier execution is damaged
     */
    public Provenance(RunDirectory directory, ExperimentConfig config, List<String> commandLine) {
        this.directory = directory;
        sections.put("experiment", config.experiment());
        sections.put("configHash", config.hash());
        sections.put("seed", config.seed());
        config.data().ifPresent(data -> sections.put("dataSeed", data.seed()));
        sections.put("commandLine", commandLine);
        sections.put("started", Instant.now().toString());
        sections.put("code", code());
        sections.put("libraries", libraries());
        List<InstalledExtension> extensions = extensions();
        if (!extensions.isEmpty()) {
            sections.put("extensions", extensions);
        }
        sections.put("java", java());
        sections.put("machine", machine());
        sections.put("environment", environment());
        List<Object> earlier = earlierExecutions();
        if (!earlier.isEmpty()) {
            sections.put(CONTINUES, earlier);
        }
        directory.write(FILE, sections);
    }

    /**
     * Adds a section, or replaces the one of this name, and writes the file.
     *
     * @param key the name of the section
     * @param value a value of maps, lists, records, numbers and texts
     */
    public void add(String key, Object value) {
        sections.put(key, value);
        directory.write(FILE, sections);
    }

    /**
     * The version and commit that this code was built from.
     *
     * @return {@code version}, {@code commit} and {@code dirty}; the latter two are "unknown" if the code was not built
     *     in a git checkout
     */
    public static Map<String, Object> code() {
        Properties git = properties(Provenance.class, "git.properties");
        Map<String, Object> code = new LinkedHashMap<>();
        code.put("version", git.getProperty("git.build.version", "unknown"));
        code.put("commit", git.getProperty("git.commit.id.full", "unknown"));
        code.put("dirty", git.getProperty("git.dirty", "unknown"));
        return code;
    }

    /**
     * The model of the processor.
     *
     * @return the model; the architecture if the system does not tell the model
     */
    public static String processor() {
        Path cpuInfo = Path.of("/proc/cpuinfo");
        if (Files.isReadable(cpuInfo)) {
            try (Stream<String> lines = Files.lines(cpuInfo)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }

    /** The executions before this one, the newest first. */
    private List<Object> earlierExecutions() {
        Path file = directory.root().resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            Map<String, Object> last = new LinkedHashMap<>();
            Map<?, ?> written = Json.read(file, Map.class);
            written.forEach((key, value) -> last.put(String.valueOf(key), value));
            List<Object> executions = new ArrayList<>();
            executions.add(last);
            // The file lists all earlier executions flat, not each inside the next.
            Object before = last.remove(CONTINUES);
            if (before instanceof List<?> several) {
                executions.addAll(several);
            } else if (before != null) {
                executions.add(before);
            }
            return executions;
        } catch (IOException e) {
            // Continuing would overwrite the file, and with it the record of all earlier executions.
            throw RunDirectoryException.damaged(
                    file, e, "the record of the earlier executions: restore it from a copy, or remove this file");
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.keySet().retainAll(VARIABLES);
        return environment;
    }

    private static Map<String, Object> libraries() {
        Map<String, Object> versions = new LinkedHashMap<>();
        for (String library : LIBRARIES) {
            String name = library.substring(library.indexOf(':') + 1);
            Properties pom =
                    properties(Provenance.class, "/META-INF/maven/" + library.replace(':', '/') + "/pom.properties");
            versions.put(name, pom.getProperty("version", "unknown"));
        }
        return versions;
    }

    /** The installed extensions, whose parts models may use: without the same jars, a run cannot be repeated. */
    private static List<InstalledExtension> extensions() {
        try {
            return InstalledExtension.all();
        } catch (IOException e) {
            throw new RunDirectoryException(e.getMessage(), e);
        }
    }

    private static Map<String, Object> java() {
        Map<String, Object> java = new LinkedHashMap<>();
        java.put("version", System.getProperty("java.version"));
        java.put("vendor", System.getProperty("java.vendor"));
        java.put("vm", System.getProperty("java.vm.name"));
        java.put("maxHeapMiB", Runtime.getRuntime().maxMemory() >> 20);
        return java;
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("host", Host.name());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("architecture", System.getProperty("os.arch"));
        machine.put("processor", processor());
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        return machine;
    }

    private static Properties properties(Class<?> beside, String resource) {
        Properties properties = new Properties();
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            properties.clear();
        }
        return properties;
    }
}
