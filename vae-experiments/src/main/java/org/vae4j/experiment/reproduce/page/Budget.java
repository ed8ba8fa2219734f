package org.vae4j.experiment.reproduce.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.reproduce.PublishedTarget;

/**
 * Settings that were trained on the same data for the same part of schedules of the same length, so that their numbers
 * can be compared with each other.
 *
 * @param settings at least two, in the order of the targets, a published setting before its variants
 */
record Budget(List<Setting> settings) {

    private static final List<String> IDS =
            PublishedTarget.all().stream().map(PublishedTarget::id).toList();

    private static final Comparator<Setting> ORDER = Comparator.<Setting>comparingInt(
                    setting -> IDS.indexOf(setting.first().id()))
            .thenComparing(setting -> setting.first().changes().size());

    /**
     * The properties that the settings of one budget share.
     *
     * @param data the data of the published number if that differs from the setting's, and the binarisation
     * @param plannedEpochs the number of epochs of the published schedule
     * @param epochs the largest number of epochs that were to be trained
     * @param shortenedBy the factor by which every stage was shortened, if it was
     */
    private record Key(String data, int plannedEpochs, int epochs, OptionalInt shortenedBy) implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::data)
                .thenComparing(Key::plannedEpochs)
                .thenComparing(Key::epochs)
                .thenComparing(key -> key.shortenedBy().orElse(0));

        static Key of(Setting setting) {
            Outcome first = setting.first();
            return new Key(
                    setting.target().otherData().orElse("") + first.binarisation(),
                    first.plannedEpochs(),
                    epochs(setting),
                    first.shortenedBy());
        }

        /**
         * The largest number of epochs that were to be trained. A training that ended by patience would have ended at
         * the same epoch with any larger number.
         */
        private static int epochs(Setting setting) {
            Outcome first = setting.first();
            if (!first.endedByPatience()) {
                return first.epochs();
            }
            OptionalInt beginning = setting.target().shortenedEpochs();
            return beginning.isPresent() && first.epochs() <= beginning.getAsInt()
                    ? beginning.getAsInt()
                    : first.plannedEpochs();
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    Budget {
        settings = List.copyOf(settings);
    }

    /** {@return the budgets that at least two settings share} */
    static List<Budget> among(List<Outcome> outcomes) {
        List<Outcome> known =
                outcomes.stream().filter(outcome -> IDS.contains(outcome.id())).toList();
        Map<Key, List<Setting>> groups = Setting.among(known).stream()
                .sorted(ORDER)
                .collect(Collectors.groupingBy(Key::of, TreeMap::new, Collectors.toList()));
        List<Budget> budgets = new ArrayList<>();
        for (List<Setting> group : groups.values()) {
            if (group.size() > 1) {
                budgets.add(new Budget(group));
            }
        }
        return List.copyOf(budgets);
    }

    Outcome first() {
        return settings.get(0).first();
    }

    /** {@return the name of the picture's file, such as {@code static-300-of-2000-vampprior-static-standard}} */
    String name() {
        Outcome first = first();
        String times = first.shortenedBy().isPresent()
                ? "-shortened-" + first.shortenedBy().getAsInt()
                : "";
        return first.binarisation() + "-" + first.epochs() + "-of-" + first.plannedEpochs() + times + "-" + first.id();
    }

    /** {@return the number of a setting minus that of the first one, nats per image} */
    double differenceToFirstNats(Setting setting) {
        return setting.spread().mean() - settings.get(0).spread().mean();
    }
}
