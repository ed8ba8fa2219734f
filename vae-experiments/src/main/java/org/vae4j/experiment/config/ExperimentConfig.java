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
 * Everything that one execution is told. The sections that an experiment has no use for are absent.
 *
 * @param experiment which experiment this configures
 * @param name what a person calls this run; part of the directory's name, not of its identity
 * @param seed every random stream is derived from it
 * @param data which examples
 * @param model which network
 * @param objective what is minimised
 * @param training how it is minimised
 * @param evaluation what is computed on the test set
 * @param runtime where and how fast it runs; never changes what is computed beyond rounding
 * @param study what only this study knows, bound to its own record
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

    /** What neither section sees alone. */
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

    /** Data in pairs are for models that take them, and such models for such data. */
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
     * The section {@code training} as a group of parameters has it.
     *
     * @param group one of {@code training.groups}
     * @return without groups
     */
    public TrainingConfig trainingOf(String group) {
        return TrainingGroups.of(training.orElseThrow(), group);
    }

    /**
     * The name, or one made from the seed.
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
     * Everything, resolved, as a file that gives this configuration again.
     *
     * @return YAML
     */
    public String yaml() {
        ObjectNode tree = (ObjectNode) Yaml.toTree(this);
        tree.properties().removeIf(section -> section.getValue().isNull());
        return Yaml.write(tree);
    }

    /**
     * Everything as {@link #yaml()}, for a file that others get: where the data lie on this machine is left out.
     *
     * @return YAML, in which {@code data.source} is the last name of its path alone
     */
    public String yamlWithoutFolders() {
        ObjectNode tree = (ObjectNode) Yaml.toTree(this);
        tree.properties().removeIf(section -> section.getValue().isNull());
        data.ifPresent(kept -> tree.set("data", Yaml.toTree(kept.withoutFolders())));
        return Yaml.write(tree);
    }

    /**
     * Everything as {@link #yaml()}, for a reader: keys that other settings leave without effect are left out.
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
     * Every key with its value, as {@code key=value} takes them.
     *
     * @return dotted keys in the order of {@link #yaml()}; lists on one line
     */
    public Map<String, String> flat() {
        return Yaml.flat((ObjectNode) Yaml.toTree(this));
    }

    /**
     * What identifies the computation: the same hash means the same result. {@code name}, {@code data.dir}, {@code
     * evaluation.everyEpochs}, {@code runtime} and which checkpoints {@code training} writes have no part in it.
     *
     * @return ten hexadecimal digits of a SHA-256
     */
    public String hash() {
        return ConfigHash.of(this);
    }

    /**
     * What makes this computation another one.
     *
     * @param other a configuration of the same experiment
     * @return {@code key=value}, sorted, for each value of this one that {@link #hash()} counts and the other has not
     */
    public List<String> differences(ExperimentConfig other) {
        Map<String, String> mine = ConfigHash.identity(this);
        mine.entrySet().removeAll(ConfigHash.identity(other).entrySet());
        return mine.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().replace("\"", ""))
                .toList();
    }
}
