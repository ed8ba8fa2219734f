package org.vae4j.experiment.bench.scale;

import java.util.List;
import java.util.stream.Collectors;
import org.vae4j.experiment.bench.scale.unit.Workload;

/**
 * A size on which cost depends, and the values at which the cost is measured.
 *
 * @param name the name on the command line
 * @param unit the unit of work that is timed, in words
 * @param settings the values, by ascending size
 */
record Axis(String name, String unit, List<Setting> settings) {

    Axis {
        settings = List.copyOf(settings);
    }

    /**
     * One value of the size.
     *
     * @param at the value as the table shows it
     * @param size the value as a number, of which the cost is a power
     * @param work the work whose cost is measured
     */
    record Setting(String at, double size, Workload work) {}

    /** {@return the setting by its value as the table shows it} */
    Setting at(String at) {
        return settings.stream()
                .filter(s -> s.at().equals(at))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("found no " + name + " = " + at + ", expected one of "
                        + settings.stream().map(Setting::at).collect(Collectors.joining(", "))));
    }
}
