package org.vae4j.experiment.cli.study;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.config.ConfigKey;
import org.vae4j.experiment.config.ConfigKeys;
import org.vae4j.experiment.config.advice.Nearest;
import org.vae4j.experiment.config.advice.OtherNames;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.preset.Preset;
import org.vae4j.experiment.preset.Presets;

/** The names that {@code vae describe} takes, of experiments, models and keys, for look-up and tab completion. */
public final class DescribedNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
        return all().iterator();
    }

    /** The key of that name, or the keys of the section of that name; empty where there is neither. */
    static List<ConfigKey> keys(String name) {
        return ConfigKeys.common().stream()
                .filter(key -> key.name().equals(name) || key.name().startsWith(name + "."))
                .toList();
    }

    /**
     * The key that a short or foreign name means: the only key whose last part it is, such as beta, or the key that
     * other programs call so, such as lr.
     */
    static Optional<ConfigKey> meant(String name) {
        List<ConfigKey> keys = ConfigKeys.common();
        List<String> names = keys.stream().map(ConfigKey::name).toList();
        List<String> ending =
                names.stream().filter(key -> key.endsWith("." + name)).toList();
        Optional<String> meant = ending.size() == 1
                ? Optional.of(ending.get(0))
                : OtherNames.called(name).filter(names::contains);
        return meant.flatMap(
                key -> keys.stream().filter(each -> each.name().equals(key)).findFirst());
    }

    /** The error for an unknown name, with the nearest known one. */
    static ConfigException unknown(String name) {
        return new ConfigException("found no experiment or model '" + name + "', expected a name that vae list or vae"
                + " list --models shows, or a key such as model.prior"
                + Nearest.to(name, all())
                        .map(n -> "; did you mean '" + n + "'?")
                        .orElse(""));
    }

    private static List<String> all() {
        List<String> names = new ArrayList<>();
        new StudyNames().forEach(names::add);
        Presets.all().stream().map(Preset::name).forEach(names::add);
        ConfigKeys.common().stream().map(ConfigKey::name).forEach(names::add);
        return names;
    }
}
