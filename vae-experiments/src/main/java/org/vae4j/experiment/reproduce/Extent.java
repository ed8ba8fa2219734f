package org.vae4j.experiment.reproduce;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;

/** How much of a published setting is trained. */
public sealed interface Extent {

    /**
     * The overrides that train so much.
     *
     * @param asked the overrides that somebody typed
     * @param target what to reproduce
     * @param whole the configuration that they give, of the whole schedule
     * @return these and what the extent adds
     * @throws ConfigException when the schedule has no such extent
     */
    List<String> overrides(List<String> asked, PublishedTarget target, ExperimentConfig whole);

    /** {@return how many times as short every stage is; nothing where the schedule is the published one} */
    default OptionalInt divisor() {
        return OptionalInt.empty();
    }

    /** The whole setting, also where that takes hours. */
    record Full() implements Extent {

        @Override
        public List<String> overrides(List<String> asked, PublishedTarget target, ExperimentConfig whole) {
            return asked;
        }
    }

    /** The beginning of the schedule, as many epochs as the target says; the rest can be trained later. */
    record Beginning() implements Extent {

        @Override
        public List<String> overrides(List<String> asked, PublishedTarget target, ExperimentConfig whole) {
            // What somebody typed comes later and wins.
            Stream<String> until = target.shortenedEpochs().stream().mapToObj(n -> "runtime.untilEpoch=" + n);
            return Stream.concat(until, asked.stream()).toList();
        }
    }

    /**
     * The whole of a schedule in which every stage is shortened alike.
     *
     * @param times how many times as short each stage is, at least 2
     */
    record Alike(int times) implements Extent {

        public Alike {
            if (times < 2) {
                throw new ConfigException("--shorten: found " + times
                        + ", expected a whole number of at least 2, by which the epochs are divided");
            }
        }

        @Override
        public List<String> overrides(List<String> asked, PublishedTarget target, ExperimentConfig whole) {
            return Stream.concat(asked.stream(), new Shortening(whole, times).overrides().stream())
                    .toList();
        }

        @Override
        public OptionalInt divisor() {
            return OptionalInt.of(times);
        }
    }
}
