package org.vae4j.experiment.config.section;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The keys of {@code training} that a group of parameters may have of its own, in {@code training.groups}. */
public final class GroupKeys {

    /** The keys that a group may have. */
    public static final List<String> ALL = List.of(
            "updater",
            "learningRate",
            "stages",
            "beta1",
            "beta2",
            "epsilon",
            "initialSecondMoment",
            "momentum",
            "rho",
            "centred",
            "weightDecay",
            "clipNorm",
            "clipValue",
            "schedule");

    private static final String UPDATER = "updater";
    private static final String WEIGHT_DECAY = "weightDecay";
    private static final String STAGES = "stages";

    private GroupKeys() {}

    /** Copies the groups with sorted keys and all numbers as doubles, so that one configuration has one identity. */
    static Map<String, Map<String, Object>> normalised(Map<String, Map<String, Object>> groups) {
        Map<String, Map<String, Object>> result = new TreeMap<>();
        groups.forEach((name, keys) -> {
            Map<String, Object> own = new TreeMap<>();
            keys.forEach((key, value) -> {
                if (!ALL.contains(key)) {
                    throw Check.wrong("groups." + name, key, "one of " + String.join(", ", ALL));
                }
                own.put(key, value instanceof Number number ? number.doubleValue() : value);
            });
            result.put(name, Collections.unmodifiableMap(own));
        });
        return Collections.unmodifiableMap(result);
    }

    /**
     * Lists the values that replace the section's own for a group: the group's keys, and keys that follow from them. A
     * group with its own rate or schedule does not have the section's stages. Keys that the group's updater does not
     * read have their defaults. Weight decay of another group only does not hold for it.
     *
     * @param training the section
     * @param group one of its groups
     * @return values by key; null for a key that becomes absent
     */
    public static Map<String, Object> over(TrainingConfig training, String group) {
        Map<String, Object> own = training.groups().get(group);
        Map<String, Object> values = new LinkedHashMap<>();
        if (own.containsKey(UPDATER)) {
            NamedUpdater updater = Updaters.named(String.valueOf(own.get(UPDATER)));
            UpdaterKeys.DEFAULTS.forEach((key, usual) -> {
                if (!updater.keys().contains(key)) {
                    values.put(key, usual instanceof Optional<?> ? null : usual);
                }
            });
        }
        if (own.containsKey("learningRate") || own.containsKey("schedule")) {
            values.put(STAGES, List.of());
        }
        TrainingConfig.DecayGroup decaying = training.weightDecayGroup();
        if (decaying != TrainingConfig.DecayGroup.ALL
                && !decaying.name().toLowerCase(Locale.ROOT).equals(group)) {
            values.put(WEIGHT_DECAY, 0.0);
        }
        values.put("weightDecayGroup", "all");
        values.putAll(own);
        return values;
    }
}
