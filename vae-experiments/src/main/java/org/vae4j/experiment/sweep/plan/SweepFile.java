package org.vae4j.experiment.sweep.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vae4j.experiment.config.StrictYaml;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.reproduce.KnownStudies;
import org.vae4j.experiment.study.Study;

/**
 * A sweep as its file describes it: an experiment, the overrides that all trials share, and the axis of settings that
 * vary.
 *
 * <pre>
 * experiment: mnist-vae
 * overrides: {training.epochs: 5}
 * grid: {objective.beta: [0.5, 1, 2]}
 * seeds: 3
 * </pre>
 *
 * @param name the name of the sweep and of its directory
 * @param description the purpose of the sweep in one line
 * @param experiment the name of the experiment that a trial runs
 * @param overrides the value in YAML of each dotted key that all trials set; an axis overrides them
 * @param axis the settings that vary
 * @param cluster the array job that runs the sweep on a cluster
 * @param halving the rule by which poor trials end early; absent: every trial is trained to its end
 * @param text the text of the file
 */
public record SweepFile(
        String name,
        String description,
        String experiment,
        Map<String, String> overrides,
        Axis axis,
        ClusterConfig cluster,
        Optional<HalvingConfig> halving,
        String text) {

    private static final String PAUSE = "runtime.untilEpoch";

    private static final List<String> SECTIONS =
            List.of("name", "description", "experiment", "overrides", "cluster", "halving");

    private static final String DEFAULTS = """
            {name: null, description: "", experiment: "", cluster: {tasks: null, trialsPerTask: 1, concurrent: null,
            workers: 1, partition: null, account: null, time: null, cpus: null, memory: null, gpus: null,
            signalSeconds: 120, extra: [], setup: []}, halving: null}""";

    private static final String HALVING_DEFAULTS = "{first: 1, factor: 3, metric: valid.negElboNats}";

    public SweepFile {
        overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    }

    /**
     * Reads a sweep from a file.
     *
     * @param file the file; its name without the ending names the sweep, unless the key {@code name} does
     * @return the sweep
     * @throws ConfigException when the file cannot be read, or is no sweep
     */
    public static SweepFile read(Path file) {
        try {
            return parse(
                    Files.readString(file), file.getFileName().toString().replaceAll("\\.ya?ml$", ""), file.toString());
        } catch (NoSuchFileException e) {
            throw new ConfigException("found no file " + file + ", expected a sweep in YAML", e);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + " (" + e.getMessage() + "), expected YAML in UTF-8", e);
        }
    }

    /**
     * Parses a sweep.
     *
     * @param text the sweep in YAML
     * @param defaultName the name of the sweep, unless the key {@code name} sets one
     * @param source the name of the file for error messages
     * @return the sweep
     * @throws ConfigException when the text is no sweep
     */
    public static SweepFile parse(String text, String defaultName, String source) {
        ObjectNode tree = StrictYaml.tree(text, source);
        try {
            return parse(tree, text, defaultName);
        } catch (ConfigException e) {
            throw new ConfigException(source + ": " + e.getMessage(), e);
        }
    }

    /**
     * The sections of the file other than the axes and the overrides.
     *
     * @param name the name of the sweep
     * @param description its purpose in one line
     * @param experiment the name of the experiment
     * @param cluster the array job
     * @param halving the rule by which poor trials end early
     */
    record Settings(
            Optional<String> name,
            String description,
            String experiment,
            ClusterConfig cluster,
            Optional<HalvingConfig> halving) {}

    private static SweepFile parse(ObjectNode tree, String text, String defaultName) {
        refuseKeysOfRuns(tree);
        Axis axis = axis(tree);
        ObjectNode rest = tree.deepCopy();
        rest.remove(AxisReader.KINDS);
        JsonNode common = rest.remove("overrides");
        String defaults = rest.path("halving").isObject()
                ? DEFAULTS.replace("halving: null", "halving: " + HALVING_DEFAULTS)
                : DEFAULTS;
        Settings settings = StrictYaml.bind(rest, defaults, Settings.class, "sweep");
        String name = settings.name().orElse(defaultName);
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new ConfigException("found name '" + name
                    + "', expected letters, digits, '.', '_' and '-', starting with a letter or digit: set the"
                    + " key 'name'");
        }
        return new SweepFile(
                name,
                settings.description(),
                experiment(settings.experiment()).name(),
                overrides(common),
                axis,
                settings.cluster(),
                settings.halving(),
                text);
    }

    /** Refuses a key of the experiment beside the sweep's own keys: it belongs below an axis or below overrides. */
    private static void refuseKeysOfRuns(ObjectNode tree) {
        tree.properties().stream()
                .filter(entry -> entry.getKey().contains("."))
                .findFirst()
                .ifPresent(entry -> {
                    String both = "{" + entry.getKey() + ": " + entry.getValue() + "}";
                    throw new ConfigException("found '" + entry.getKey()
                            + "' beside the sweep's own keys, expected it in one of them: write "
                            + (entry.getValue().isArray() ? "grid" : "overrides") + ": " + both);
                });
    }

    private static Axis axis(ObjectNode tree) {
        List<String> known =
                Stream.concat(SECTIONS.stream(), AxisReader.KINDS.stream()).toList();
        List<Axis> axes = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            if (AxisReader.KINDS.contains(entry.getKey())) {
                axes.add(AxisReader.axis(entry.getKey(), entry.getValue()));
                kinds.add(entry.getKey());
            } else if (!SECTIONS.contains(entry.getKey())) {
                throw AxisReader.unknown("key", entry.getKey(), known);
            }
        }
        if (axes.stream().anyMatch(axis -> axis.keys().contains(PAUSE))) {
            throw foundPause();
        }
        if (kinds.isEmpty()) {
            throw new ConfigException(
                    "found nothing that varies, expected one of " + String.join(", ", AxisReader.KINDS));
        }
        if (kinds.stream().filter(kind -> !kind.equals("seeds")).count() > 1) {
            throw new ConfigException("found " + String.join(" and ", kinds)
                    + ", expected one of them, and seeds: put them into product, chain or zip");
        }
        // Seeds vary fastest wherever the file has them, so that replicates are neighbours in the table.
        int seeds = kinds.indexOf("seeds");
        if (seeds >= 0) {
            axes.add(axes.remove(seeds));
        }
        return new Axis.Product(axes);
    }

    private static Map<String, String> overrides(JsonNode common) {
        if (common == null || common.isNull()) {
            return Map.of();
        }
        if (!common.isObject()) {
            throw new ConfigException(
                    "overrides: found " + common + ", expected keys with values, such as {training.epochs: 5}");
        }
        Map<String, String> flat = StrictYaml.flat((ObjectNode) common);
        if (flat.containsKey(PAUSE)) {
            throw foundPause();
        }
        return flat;
    }

    private static ConfigException foundPause() {
        return new ConfigException(
                "found '" + PAUSE + "', expected trials that run to their end: use training.epochs, or"
                        + " halving for trials that pause");
    }

    private static Study experiment(String name) {
        List<String> known = KnownStudies.names();
        if (name.isEmpty()) {
            throw new ConfigException("found no experiment, expected the key 'experiment' with one of " + known);
        }
        return KnownStudies.named(name).orElseThrow(() -> AxisReader.unknown("experiment", name, known));
    }
}
