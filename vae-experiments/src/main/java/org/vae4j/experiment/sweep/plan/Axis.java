package org.vae4j.experiment.sweep.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.math.Streams;

/** What varies in a sweep: a finite sequence of settings, and a pure function from an index to one of them. */
sealed interface Axis {

    /** More trials than that are a slip. */
    int LIMIT = 100_000;

    /** How many settings there are, at least 1. */
    int size();

    /** The keys that it sets. */
    Set<String> keys();

    /** One setting: dotted key → value in YAML. */
    Map<String, String> at(int index);

    /**
     * One key, one value after the other.
     *
     * @param key dotted
     * @param values in YAML, at least one
     */
    record Values(String key, List<String> values) implements Axis {

        public Values {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new ConfigException(key + ": found no values, expected at least one");
            }
        }

        @Override
        public int size() {
            return values.size();
        }

        @Override
        public Set<String> keys() {
            return Set.of(key);
        }

        @Override
        public Map<String, String> at(int index) {
            return Map.of(key, values.get(index));
        }
    }

    /**
     * Several axes side by side: the first values together, then the second ones.
     *
     * @param parts of the same size, with different keys
     */
    record Zip(List<Axis> parts) implements Axis {

        public Zip {
            parts = List.copyOf(parts);
            disjoint(parts);
            int size = parts.isEmpty() ? 0 : parts.get(0).size();
            for (Axis part : parts) {
                if (part.size() != size) {
                    throw new ConfigException("zip: found " + part.size() + " values for "
                            + String.join(", ", part.keys()) + ", expected " + size + " as for "
                            + String.join(", ", parts.get(0).keys()));
                }
            }
        }

        @Override
        public int size() {
            return parts.isEmpty() ? 1 : parts.get(0).size();
        }

        @Override
        public Set<String> keys() {
            return union(parts);
        }

        @Override
        public Map<String, String> at(int index) {
            Map<String, String> settings = new LinkedHashMap<>();
            parts.forEach(part -> settings.putAll(part.at(index)));
            return settings;
        }
    }

    /**
     * One axis after the other.
     *
     * @param parts any number of parts
     */
    record Chain(List<Axis> parts) implements Axis {

        public Chain {
            parts = List.copyOf(parts);
            bounded(parts.stream().mapToLong(Axis::size).sum());
        }

        @Override
        public int size() {
            return parts.stream().mapToInt(Axis::size).sum();
        }

        @Override
        public Set<String> keys() {
            return union(parts);
        }

        @Override
        public Map<String, String> at(int index) {
            int left = index;
            for (Axis part : parts) {
                if (left < part.size()) {
                    return part.at(left);
                }
                left -= part.size();
            }
            throw new IndexOutOfBoundsException(index);
        }
    }

    /**
     * All combinations; the last part varies fastest.
     *
     * @param parts with different keys; none: one empty setting
     */
    record Product(List<Axis> parts) implements Axis {

        public Product {
            parts = List.copyOf(parts);
            disjoint(parts);
            long size = 1;
            for (Axis part : parts) {
                size = bounded(size * part.size());
            }
        }

        @Override
        public int size() {
            return parts.stream().mapToInt(Axis::size).reduce(1, (a, b) -> a * b);
        }

        @Override
        public Set<String> keys() {
            return union(parts);
        }

        @Override
        public Map<String, String> at(int index) {
            List<Map<String, String>> settings = new ArrayList<>();
            int rest = index;
            for (int i = parts.size() - 1; i >= 0; i--) {
                settings.add(0, parts.get(i).at(rest % parts.get(i).size()));
                rest /= parts.get(i).size();
            }
            Map<String, String> all = new LinkedHashMap<>();
            settings.forEach(all::putAll);
            return all;
        }
    }

    /**
     * Independent random draws. A draw depends on seed, key and index alone: another key or more trials change none of
     * the others.
     *
     * @param size how many
     * @param seed of all draws
     * @param distributions of each key
     */
    record Draws(int size, long seed, Map<String, Distribution> distributions) implements Axis {

        public Draws {
            distributions = new LinkedHashMap<>(distributions);
            bounded(size);
            if (size < 1) {
                throw new ConfigException("random.trials: found " + size + ", expected at least 1");
            }
        }

        @Override
        public Set<String> keys() {
            return distributions.keySet();
        }

        @Override
        public Map<String, String> at(int index) {
            Map<String, String> settings = new LinkedHashMap<>();
            distributions.forEach((key, distribution) ->
                    settings.put(key, distribution.draw(Streams.at(Streams.derive(seed, key), index))));
            return settings;
        }
    }

    private static Set<String> union(List<Axis> parts) {
        Set<String> keys = new LinkedHashSet<>();
        parts.forEach(part -> keys.addAll(part.keys()));
        return keys;
    }

    private static void disjoint(List<Axis> parts) {
        Set<String> seen = new LinkedHashSet<>();
        for (Axis part : parts) {
            for (String key : part.keys()) {
                if (!seen.add(key)) {
                    throw new ConfigException(
                            "found '" + key + "' twice among axes that are combined, expected it once");
                }
            }
        }
    }

    private static long bounded(long size) {
        if (size > LIMIT) {
            throw new ConfigException("found more than " + LIMIT + " trials, expected fewer: take values out");
        }
        return size;
    }
}
