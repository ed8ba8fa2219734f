package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.config.section.Check;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.config.section.EvaluationConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.experiment.config.section.RuntimeConfig;
import org.vae4j.experiment.config.section.TrainingConfig;
import org.vae4j.likelihood.ValueRange;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Term;

/**
 * The whole configuration of one run. Sections that the experiment does not use are absent.
 *
 * @param experiment the name of the experiment
 * @param name the name that a person gave the run; part of its directory's name, not of its identity
 * @param seed the seed from which every random stream is derived
 * @param data the examples
 * @param model the network
 * @param objective the minimised function
 * @param training the way of minimising it
 * @param evaluation the numbers computed on the test set
 * @param runtime the place and speed of the run, which change results by rounding only
 * @param study the study's own settings, which its record declares
 */
public record ExperimentConfig(
        String experiment,
        Optional<String> name,
        long seed,
        Optional<DataConfig> data,
        Optional<ModelConfig> model,
        Optional<ObjectiveConfig> objective,
        Optional<TrainingConfig> training,
        Optional<EvaluationConfig> evaluation,
        RuntimeConfig runtime,
        Map<String, Object> study) {

    /**
     * Checks the sections against each other.
     *
     * @throws IllegalArgumentException if two settings exclude one another; the message names the key
     */
    public ExperimentConfig {
        Check.text("experiment", experiment);
        name.ifPresent(n -> {
            if (!n.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                throw Check.wrong(
                        "name", "'" + n + "'", "letters, digits, '.', '_' and '-', starting with a letter or digit");
            }
        });
        model.ifPresent(m -> objective.ifPresent(o -> requireFit(m, o)));
        data.ifPresent(d -> model.ifPresent(m -> requirePairs(d, m)));
        training.ifPresent(t -> model.ifPresent(m -> objective.ifPresent(o -> SelectionFit.require(t, m, o))));
        training.ifPresent(t -> t.groups().keySet().forEach(group -> TrainingGroups.of(t, group)));
        training.ifPresent(t -> model.ifPresent(m -> objective.ifPresent(
                o -> TrainingGroups.requireMembers(t.groups().keySet(), m, o))));
        study = Collections.unmodifiableMap(new LinkedHashMap<>(study));
    }

    /** Checks settings of the model against those of the objective. */
    private static void requireFit(ModelConfig model, ObjectiveConfig objective) {
        boolean autoencoder = model.kind() == ModelConfig.Kind.AUTOENCODER;
        if (autoencoder && model.draws() > 1) {
            throw Check.wrong("model.draws", model.draws(), "1 with model.kind=autoencoder: there is nothing to draw");
        }
        requireTerms(model, objective);
        requireDraws(model, objective);
        if (!objective.name().weighsRows()) {
            return;
        }
        String name = objective.name().name();
        if (autoencoder) {
            throw Check.wrong("objective.name", name, "elbo with model.kind=autoencoder: there is nothing to weigh");
        }
        String likelihood = model.likelihood().name() + " with objective.name=" + name;
        if (model.fitsSigma()) {
            throw Check.wrong(
                    "model.likelihood",
                    likelihood,
                    "one that does not depend on the batch, for example gaussian_learned");
        }
        if (!model.hasDensity()) {
            throw Check.wrong("model.likelihood", likelihood, "one with a density: weights are ratios of densities");
        }
    }

    /** Checks that data come in pairs if and only if the model takes pairs. */
    private static void requirePairs(DataConfig data, ModelConfig model) {
        if (model.pairs().takesPairs() && data.pairs().isEmpty()) {
            throw Check.wrong(
                    "model.pairs",
                    model.pairs().name() + " without data.pairs",
                    "examples in pairs: set data.pairs to the number of factors in which the two differ, or 0 for any");
        }
        if (data.pairs().isPresent() && !model.pairs().takesPairs()) {
            throw Check.wrong(
                    "data.pairs",
                    data.pairs().getAsInt() + " with model.pairs=none",
                    "a model that takes pairs: set model.pairs to averaged, multiplied or separate");
        }
    }

    private static void requireDraws(ModelConfig model, ObjectiveConfig objective) {
        try {
            objective.name().requireDraws(model.draws());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    private static void requireTerms(ModelConfig model, ObjectiveConfig objective) {
        try {
            Objective minimised = objective.objective(1, new Term.Training(0, 1));
            minimised.require(model.latents().part(model.latent()));
            model.latents().requireFit(model.newLikelihood(ValueRange.REAL), minimised);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    /**
     * The section {@code training} for one group of parameters.
     *
     * @param group one of {@code training.groups}
     * @return the section with the group's keys in place of its own, and without groups
     */
    public TrainingConfig trainingOf(String group) {
        return TrainingGroups.of(training.orElseThrow(), group);
    }

    /**
     * The name of the run, or one made from the seed.
     *
     * @return never blank
     */
    public String label() {
        return name.orElse("seed" + seed);
    }

    /**
     * The {@code study} section as the study's own record.
     *
     * @param type the record that the study declares
     * @param <T> the record
     * @return bound and validated
     * @throws ConfigException when the section does not fit the record
     */
    public <T extends Record> T study(Class<T> type) {
        return Yaml.bind(Yaml.toTree(study), type, "study");
    }

    /**
     * Writes the resolved configuration, which can be read again as a file.
     *
     * @return YAML
     */
    public String yaml() {
        ObjectNode tree = (ObjectNode) Yaml.toTree(this);
        tree.properties().removeIf(section -> section.getValue().isNull());
        return Yaml.write(tree);
    }

    /**
     * Writes the configuration for other people, without the folders of the data on this machine.
     *
     * @return YAML in which {@code data.source} is the last name of its path, and {@code data.dir} is absent
     */
    public String yamlWithoutFolders() {
        ObjectNode tree = (ObjectNode) Yaml.toTree(this);
        tree.properties().removeIf(section -> section.getValue().isNull());
        data.ifPresent(kept -> tree.set("data", Yaml.toTree(kept.withoutFolders())));
        return Yaml.write(tree);
    }

    /**
     * Writes the configuration for readers, without keys that have no effect beside the other settings.
     *
     * @return YAML
     */
    public String yamlOfEffect() {
        ObjectNode tree = (ObjectNode) Yaml.toTree(this);
        tree.properties().removeIf(section -> section.getValue().isNull());
        IgnoredKeys.of(this).forEach(key -> remove(tree, List.of(key.split("\\."))));
        return Yaml.write(tree);
    }

    /** Removes a key, and the sections that have no other. */
    private static void remove(ObjectNode section, List<String> path) {
        if (path.size() == 1) {
            section.remove(path.get(0));
        } else if (section.get(path.get(0)) instanceof ObjectNode inner) {
            remove(inner, path.subList(1, path.size()));
            if (inner.isEmpty()) {
                section.remove(path.get(0));
            }
        }
    }

    /**
     * Lists every key with its value, in the form that {@code key=value} takes.
     *
     * @return dotted keys in the order of {@link #yaml()}; lists on one line
     */
    public Map<String, String> flat() {
        return Yaml.flat((ObjectNode) Yaml.toTree(this));
    }

    /**
     * Computes the identity of the computation: configurations with the same hash have the same result. {@code name},
     * {@code data.dir}, {@code evaluation.everyEpochs}, {@code runtime} and the checkpoints of {@code training} have no
     * part in it.
     *
     * @return ten hexadecimal digits of a SHA-256
     */
    public String hash() {
        return ConfigHash.of(this);
    }

    /**
     * Lists the differences that make this computation another one.
     *
     * @param other a configuration of the same experiment
     * @return {@code key=value}, sorted, for each value of this configuration that has a part in {@link #hash()} and
     *     that the other does not have
     */
    public List<String> differences(ExperimentConfig other) {
        Map<String, String> mine = ConfigHash.identity(this);
        mine.entrySet().removeAll(ConfigHash.identity(other).entrySet());
        return mine.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().replace("\"", ""))
                .toList();
    }
}
