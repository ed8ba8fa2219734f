package org.vae4j.experiment.report.text;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers of examples in the parts of a run's data, so that a page can say whether it shows all of a part.
 *
 * @param byPart the number of examples, by {@code train}, {@code valid} and {@code test}; without the parts of which
 *     nothing is known
 */
public record ExampleCounts(Map<String, Long> byPart) {

    private static final Pattern PART = Pattern.compile("\\b(train|valid|test)=(\\d+)x");

    public ExampleCounts {
        byPart = Map.copyOf(byPart);
    }

    /**
     * Reads them from what identifies the data of a run.
     *
     * @param identity such as {@code mnist train=60000x1x28x28:sha256:… test=10000x1x28x28:sha256:…}; may be empty
     */
    public static ExampleCounts of(String identity) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Matcher parts = PART.matcher(identity);
        while (parts.find()) {
            counts.put(parts.group(1), Long.valueOf(parts.group(2)));
        }
        return new ExampleCounts(counts);
    }

    /**
     * The first examples of a part in words.
     *
     * @param part {@code train}, {@code valid} or {@code test}
     * @param count the number of values
     * @return "the first 1,000 test examples", or "all 48 test examples" where there are no more
     */
    public String first(String part, long count) {
        boolean all = byPart.getOrDefault(part, Long.MAX_VALUE) <= count;
        return String.format(
                Locale.ROOT,
                "%s %,d %s",
                all ? "all" : "the first",
                count,
                DataPart.of(part).examples());
    }
}
