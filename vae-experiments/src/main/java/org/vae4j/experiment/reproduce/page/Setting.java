package org.vae4j.experiment.reproduce.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.reproduce.PublishedTarget;

/**
 * The runs of one setting and length, which differ in their seed only.
 *
 * @param runs the records of the runs, at least one
 */
record Setting(List<Outcome> runs) {

    Setting {
        runs = List.copyOf(runs);
    }

    /** {@return the settings among the runs, in their order} */
    static List<Setting> among(List<Outcome> outcomes) {
        Map<List<Object>, List<Outcome>> groups = outcomes.stream()
                .collect(Collectors.groupingBy(
                        outcome -> List.of(outcome.id(), outcome.extent(), outcome.changes()),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return groups.values().stream().map(Setting::new).toList();
    }

    Outcome first() {
        return runs.get(0);
    }

    PublishedTarget target() {
        return PublishedTarget.named(first().id()).orElseThrow();
    }

    Spread spread() {
        return Spread.of(runs);
    }

    /**
     * {@return the changed keys for a table, such as {@code , with `model.latent=20`}; empty for the published setting}
     */
    String changes() {
        return first().changes().isEmpty() ? "" : ", with `" + String.join(" ", first().changes()) + "`";
    }
}
