package org.vae4j.experiment.reproduce;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;

/** The part of a published setting that is trained. */
public sealed interface Extent {

    /**
     * Adds the overrides that limit a training to this part.
     *
     * @param asked the overrides that the user typed
     * @param target the target to reproduce
     * @param whole the configuration of the whole schedule with these overrides
     * @return all overrides, in order; a later one of the same key wins
     * @throws ConfigException if the schedule has no such part
     */
    List<String> overrides(List<String> asked, PublishedTarget target, ExperimentConfig whole);

    /** {@return the factor by which every stage is shortened; empty for the published schedule} */
    default OptionalInt divisor() {
        return OptionalInt.empty();
    }

    /** The whole setting, even if it takes hours. */
    record Full() implements Extent {

        @Override
        public List<String> overrides(List<String> asked, PublishedTarget target, ExperimentConfig whole) {
            return asked;
        }
    }

    /** The beginning of the schedule, as many epochs as the target says. The rest can be trained later. */
    record Beginning() implements Extent {

        @Override
        public List<String> overrides(List<String> asked, PublishedTarget target, ExperimentConfig whole) {
            // The overrides that the user typed come later and win.
            Stream<String> until = target.shortenedEpochs().stream().mapToObj(n -> "runtime.untilEpoch=" + n);
            return Stream.concat(until, asked.stream()).toList();
        }
    }

    /**
     * The whole schedule with every stage shortened by the same factor.
     *
     * @param times the factor, at least 2
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
