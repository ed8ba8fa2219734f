package org.vae4j.experiment.sweep.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.math.Streams;

/** The settings that vary in a sweep: a finite sequence, given as a pure function from an index to one setting. */
sealed interface Axis {

    /** The largest number of trials of a sweep; more are taken for a mistake in the file. */
    int MAX_SIZE = 100_000;

    /** {@return the number of settings, at least 1} */
    int size();

    /** {@return the dotted keys of each setting} */
    Set<String> keys();

    /**
     * One setting of the sequence.
     *
     * @param index from 0 to size - 1
     * @return the value in YAML of each dotted key
     */
    Map<String, String> at(int index);

    /**
     * The values of one key, one after the other.
     *
     * @param key the dotted key
     * @param values its values in YAML, at least one
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
     * Several axes side by side: all of their first settings together, then all of their second ones, and so on.
     *
     * @param parts axes of the same size with different keys
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
     * Several axes one after the other.
     *
     * @param parts the axes, which may set the same keys; at least one
     */
    record Chain(List<Axis> parts) implements Axis {

        public Chain {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new ConfigException("chain: found no axes, expected at least one");
            }
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
     * All combinations of the settings of several axes; the last axis varies fastest.
     *
     * @param parts axes with different keys; without any, there is one empty setting
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
     * Independent random draws. A draw depends on seed, key and index alone, so that adding a key or trials leaves the
     * other draws as they are.
     *
     * @param size the number of settings, at least 1
     * @param seed the seed of all draws
     * @param distributions the distribution of each key, at least one
     */
    record Draws(int size, long seed, Map<String, Distribution> distributions) implements Axis {

        public Draws {
            distributions = Collections.unmodifiableMap(new LinkedHashMap<>(distributions));
            bounded(size);
            if (size < 1) {
                throw new ConfigException("random.trials: found " + size + ", expected at least 1");
            }
            if (distributions.isEmpty()) {
                throw new ConfigException("random.keys: found no key, expected at least one to draw values for");
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

    /** Refuses more than {@value #MAX_SIZE} settings; returns their number. */
    private static long bounded(long size) {
        if (size > MAX_SIZE) {
            throw new ConfigException("found more than " + MAX_SIZE + " trials, expected fewer: take values out");
        }
        return size;
    }
}
