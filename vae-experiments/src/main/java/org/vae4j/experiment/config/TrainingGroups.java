package org.vae4j.experiment.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.config.section.GroupKeys;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.config.section.ObjectiveConfig;
import org.vae4j.experiment.config.section.TrainingConfig;

/** Derives the section {@code training} of a group of parameters, and checks the groups of a configuration. */
final class TrainingGroups {

    private static final String GROUPS = "groups";

    /** The form of {@code training.groups}, for messages. */
    static final String EXPECTED =
            "a section per group of parameters with keys of training, such as {decoder: {learningRate: 0.001}}";

    private TrainingGroups() {}

    /** Whether a component holds groups of parameters, each with some keys of the section around it. */
    static boolean isGroups(Type type) {
        return type instanceof ParameterizedType map && map.getRawType() == Map.class;
    }

    /** Refuses keys that cannot differ between groups. */
    static void requireKeys(ObjectNode group, String path, String source) {
        group.fieldNames().forEachRemaining(name -> {
            if (!GroupKeys.ALL.contains(name)) {
                throw new ConfigException(source + ": found key '" + path + "." + name + "', expected one of '" + path
                        + "': " + String.join(", ", GroupKeys.ALL) + "; the others hold for the whole training");
            }
        });
    }

    /** Puts the group's keys in place of the section's own; an error names the group's key. */
    static TrainingConfig of(TrainingConfig training, String group) {
        ObjectNode tree = (ObjectNode) Yaml.toTree(training);
        ConfigResolver.overlay(tree, (ObjectNode) Yaml.toTree(GroupKeys.over(training, group)));
        tree.putObject(GROUPS);
        return Yaml.bind(tree, TrainingConfig.class, "training.groups." + group);
    }

    /** Refuses groups that the model does not have. */
    static void requireMembers(Set<String> groups, ModelConfig model, ObjectiveConfig objective) {
        List<String> known = new ArrayList<>(List.of("encoder", "decoder"));
        if (model.latents().part(model.latent()).priorByVertex()) {
            known.add("prior");
        }
        objective.discriminators().forEach(known::add);
        for (String group : groups) {
            if (!known.contains(group)) {
                throw new ConfigException("training.groups: found '" + group + "', expected one of "
                        + String.join(", ", known) + ", the groups of parameters that this model has");
            }
        }
    }
}
