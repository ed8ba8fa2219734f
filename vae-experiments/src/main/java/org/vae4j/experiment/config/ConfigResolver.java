package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vae4j.data.transform.Dequantisation;
import org.vae4j.experiment.config.advice.ValueForm;
import org.vae4j.experiment.config.binding.Binding;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.LikelihoodChoices;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.config.binding.PartSettings;
import org.vae4j.experiment.config.binding.Seams;
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.likelihood.ValueRange;
import org.vae4j.likelihood.support.Measure;

/**
 * Resolves the configuration of a run from four layers, each of which overrides the ones before it: the project's
 * defaults, the experiment's defaults, a file, and {@code key=value} overrides.
 *
 * <p>An experiment has the sections that its own defaults name, and always {@code seed}, {@code name} and
 * {@code runtime}. An empty section takes the project's defaults.
 */
public final class ConfigResolver {

    /** The source of overrides in error messages. */
    private static final String OVERRIDE = "override";

    /** The sections and keys that every experiment has. */
    private static final Set<String> ALWAYS = Set.of("experiment", "name", "seed", "runtime", "study");

    /**
     * The most bytes of a file; a configuration has a few kilobytes, and a device that is given by mistake has no end.
     */
    private static final int LARGEST_FILE = 1 << 20;

    private final String experiment;
    private final Class<? extends Record> studyType;
    private final Schema schema;
    private final ObjectNode base;

    /**
     * Makes the resolver of one experiment.
     *
     * @param experiment the name of the experiment
     * @param defaults the experiment's defaults in YAML
     * @param studyType the record of the section {@code study}; {@link NoOptions} if the experiment has no such keys
     */
    public ConfigResolver(String experiment, String defaults, Class<? extends Record> studyType) {
        this.experiment = experiment;
        this.studyType = studyType;
        String source = "defaults of " + experiment;
        ObjectNode own = Yaml.tree(defaults, source);
        ObjectNode project = Yaml.tree(projectDefaults(), "project defaults");
        Set<String> absent = new HashSet<>();
        for (RecordComponent section : ExperimentConfig.class.getRecordComponents()) {
            if (!ALWAYS.contains(section.getName()) && !own.has(section.getName())) {
                absent.add(section.getName());
            }
        }
        this.schema = new Schema(ExperimentConfig.class, studyType, absent);
        project.remove(absent);
        project.put("experiment", experiment);
        this.base = merge(project, own, source);
    }

    /**
     * Reads the project's defaults, in which a comment explains every key.
     *
     * @return commented YAML
     */
    public static String projectDefaults() {
        try (InputStream in = ConfigResolver.class.getResourceAsStream("defaults.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Finds the experiment that a resolved configuration belongs to.
     *
     * @param file a run's {@code config.yaml}
     * @return the value of {@code experiment}
     * @throws ConfigException when the file cannot be read or has no such key
     */
    public static String experimentOf(Path file) {
        JsonNode experiment = Yaml.tree(read(file), file.toString()).path("experiment");
        if (!experiment.isTextual()) {
            throw new ConfigException(file + ": found no key 'experiment', expected a run's resolved configuration");
        }
        return experiment.textValue();
    }

    /**
     * Reads the stored configuration of a run of any experiment. Keys that were added to the project after the run have
     * their defaults.
     *
     * @param file a run's {@code config.yaml}
     * @return a complete and valid configuration, whose section {@code study} is not checked
     * @throws ConfigException when the file cannot be read or is no configuration of a run
     */
    public static ExperimentConfig stored(Path file) {
        String experiment = experimentOf(file);
        ObjectNode stored = Yaml.tree(read(file), file.toString());
        ObjectNode tree = Yaml.tree(projectDefaults(), "project defaults");
        for (RecordComponent section : ExperimentConfig.class.getRecordComponents()) {
            if (!ALWAYS.contains(section.getName()) && !stored.has(section.getName())) {
                tree.putNull(section.getName());
            }
        }
        tree.put("experiment", experiment);
        tree.putObject("study");
        overlay(tree, stored);
        return Yaml.bind(tree, ExperimentConfig.class, "");
    }

    /**
     * Derives the configuration of a model that a study trains beside others.
     *
     * @param study the study's resolved configuration
     * @param experiment the name of the model
     * @param overrides changes to the study's sections, as {@link #resolve} takes them
     * @return a complete and valid configuration without the study's own keys
     * @throws ConfigException when anything is unknown, mistyped or out of range
     */
    public static ExperimentConfig derived(ExperimentConfig study, String experiment, List<String> overrides) {
        ObjectNode sections = Yaml.tree(study.yaml(), study.experiment());
        sections.remove(List.of("experiment", "name", "study"));
        return new ConfigResolver(experiment, Yaml.write(sections), NoOptions.class).resolve(overrides);
    }

    /**
     * Resolves the configuration of one run from the defaults.
     *
     * @param overrides {@code key=value}, with dotted keys and values in YAML
     * @return a complete and valid configuration
     * @throws ConfigException when anything is unknown, mistyped or out of range
     */
    public ExperimentConfig resolve(List<String> overrides) {
        return resolve(base.deepCopy(), overrides);
    }

    /**
     * Resolves the configuration of one run from the defaults and a file.
     *
     * @param file YAML with any of the experiment's keys, which lie over the defaults
     * @param overrides {@code key=value}, with dotted keys and values in YAML, which lie over both
     * @return a complete and valid configuration
     * @throws ConfigException when anything is unknown, mistyped or out of range
     */
    public ExperimentConfig resolve(Path file, List<String> overrides) {
        String name = file.toString();
        return resolve(merge(base.deepCopy(), Yaml.tree(read(file), name), name), overrides);
    }

    private ExperimentConfig resolve(ObjectNode tree, List<String> overrides) {
        for (int i = 0; i < overrides.size(); i++) {
            if (overrides.get(i).indexOf('=') < 1) {
                throw noAssignment(overrides.subList(i, overrides.size()));
            }
            apply(tree, overrides.get(i));
        }
        ExperimentConfig config = bound(tree);
        requireMeaningfulLikelihood(config);
        IgnoredKeys.refuse(config, bound(base.deepCopy()));
        return config;
    }

    private ExperimentConfig bound(ObjectNode tree) {
        String named = tree.get("experiment").asText();
        if (!named.equals(experiment)) {
            throw new ConfigException("found experiment '" + named + "', expected '" + experiment
                    + "': this configuration belongs to another experiment");
        }
        ObjectNode study = tree.withObject("/study");
        schema.absent().forEach(tree::putNull);
        tree.set("study", Yaml.toTree(Yaml.bind(study, studyType, "study")));
        return Yaml.bind(tree, ExperimentConfig.class, "");
    }

    /**
     * Refuses likelihoods that have no meaning for the values of the data. Stored runs are not checked, since version
     * 0.1 allowed them; the user's own data are checked when they are opened.
     */
    private static void requireMeaningfulLikelihood(ExperimentConfig config) {
        config.data()
                .filter(data -> data.dequantise() != Dequantisation.NONE)
                .flatMap(data -> config.model())
                .filter(ConfigResolver::countsLevels)
                .ifPresent(model -> {
                    throw new ConfigException("model.likelihood: found "
                            + model.likelihood().name()
                            + " with data.dequantise=uniform, expected a density for values that are not the 256 levels:"
                            + " leave out data.dequantise, since the likelihood is one of the levels themselves");
                });
        config.data()
                .filter(data -> data.source().isEmpty())
                .ifPresent(data -> config.model().ifPresent(model -> {
                    try {
                        Measure.of(model.newLikelihood(data.values()), data.values());
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(
                                "model.likelihood with data.name=" + data.name() + " and data.binarisation="
                                        + data.binarisation() + ": " + e.getMessage(),
                                e);
                    }
                }));
    }

    /** Whether the likelihood is a distribution over the 256 levels of a byte. */
    private static boolean countsLevels(ModelConfig model) {
        return model.newLikelihood(ValueRange.UNIT_INTERVAL).support() == ValueRange.LEVELS;
    }

    /** Applies one override of the form {@code key=value} to the tree. */
    private void apply(ObjectNode tree, String override) {
        int equals = override.indexOf('=');
        String key = override.substring(0, equals).strip();
        String text = override.substring(equals + 1).strip();
        Optional<Schema.InPart> part = schema.partIn(key);
        boolean isText = part.isEmpty() && Schema.isText(schema.typeOf(key, OVERRIDE));
        if (!isText) {
            // Texts such as paths are not parsed as YAML and may have any characters.
            ValueForm.cut(override).ifPresent(cut -> {
                throw new ConfigException(OVERRIDE + " " + key + ", not YAML: " + cut);
            });
        }
        if (part.isPresent()) {
            set(tree, part.get().key(), changed(tree, part.get(), Yaml.value(text, key)));
            return;
        }
        JsonNode value = isText && !text.isEmpty() && !text.equals("null")
                ? tree.textNode(text)
                : number(Yaml.value(text, key), text);
        set(tree, key, value);
    }

    /**
     * The error of an override without an equals sign. It suggests an assignment where the user left out the value, or
     * wrote blanks or a colon.
     */
    private static ConfigException noAssignment(List<String> typed) {
        String found = typed.get(0);
        String key = found.replaceAll("[:\\s]+$", "");
        List<String> behind = typed.subList(1, typed.size());
        String value = behind.stream()
                .filter(each -> !each.equals("="))
                .findFirst()
                .filter(each -> behind.contains("=") || found.endsWith(":"))
                .orElse("VALUE");
        String advice = ConfigKeys.common().stream()
                .filter(each -> each.name().equals(key))
                .findFirst()
                .map(known -> "; write " + key + "=" + value + " without blanks, the value being " + known.type()
                        + "; vae describe " + key + " explains it")
                .orElseGet(() -> new File(found).exists() ? "; data of your own: data.source=" + found : "");
        return new ConfigException("found '" + found + "', expected key=value, for example training.epochs=5" + advice);
    }

    /** Keeps the digits of a number as they were typed, so that messages show them. */
    private static JsonNode number(JsonNode value, String text) {
        if (!value.isFloatingPointNumber()) {
            return value;
        }
        try {
            return DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return value;
        }
    }

    /** Changes one setting of a part within the value that holds it. */
    private static JsonNode changed(ObjectNode tree, Schema.InPart part, JsonNode setting) {
        JsonNode value = tree.at("/" + part.key().replace('.', '/'));
        try {
            return PartSettings.changed(part.type(), value, part.key(), part.names(), setting);
        } catch (ConfigException e) {
            throw new ConfigException(OVERRIDE + ": " + e.getMessage(), e);
        }
    }

    /** Sets the value of a dotted key, checked. */
    private void set(ObjectNode tree, String key, JsonNode value) {
        String[] path = key.split("\\.");
        ObjectNode patch = tree.objectNode();
        ObjectNode inner = patch;
        for (String name : Arrays.asList(path).subList(0, path.length - 1)) {
            inner = inner.putObject(name);
        }
        inner.set(path[path.length - 1], value);
        merge(tree, patch, OVERRIDE);
    }

    /** Checks {@code patch} and merges it into {@code tree}, which it changes and returns. */
    private ObjectNode merge(ObjectNode tree, ObjectNode patch, String source) {
        for (Map.Entry<String, JsonNode> entry : List.copyOf(patch.properties())) {
            if (entry.getValue().isNull() && tree.path(entry.getKey()).isObject()) {
                patch.putObject(entry.getKey());
            }
        }
        LikelihoodChoices.useKeys(patch.path("model"), source);
        ObjectNode checked = (ObjectNode) schema.check(patch, source);
        removeReplaced(tree, checked, ExperimentConfig.class);
        overlay(tree, checked);
        return tree;
    }

    /** Removes parts that {@code above} sets, so that the settings of two parts are not mixed. */
    private static void removeReplaced(ObjectNode below, ObjectNode above, Class<?> section) {
        for (RecordComponent component : section.getRecordComponents()) {
            String key = component.getName();
            Type type = Schema.unwrap(component.getGenericType());
            if (above.has(key) && (Seams.isSeam(type) || Binding.ALL.containsKey(type))) {
                below.remove(key);
            } else if (type instanceof Class<?> inner
                    && inner.isRecord()
                    && below.get(key) instanceof ObjectNode innerBelow
                    && above.get(key) instanceof ObjectNode innerAbove) {
                removeReplaced(innerBelow, innerAbove, inner);
            }
        }
    }

    /** Overrides the values of {@code below} by those of {@code above}, section by section. */
    static void overlay(ObjectNode below, ObjectNode above) {
        for (Map.Entry<String, JsonNode> entry : above.properties()) {
            JsonNode old = below.get(entry.getKey());
            if (old instanceof ObjectNode section && entry.getValue() instanceof ObjectNode patch) {
                overlay(section, patch);
            } else {
                below.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new ConfigException("found more than " + LARGEST_FILE + " bytes in " + file
                        + ", expected a configuration in YAML: give the right file");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw new ConfigException("found no file " + file + ", expected a configuration in YAML", e);
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + " (" + e.getMessage() + "), expected YAML in UTF-8", e);
        }
    }
}
