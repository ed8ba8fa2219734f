package org.vae4j.experiment.report.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Keys and numbers of files, as people read them. */
public final class Words {

    private static final Map<String, String> UNITS = Map.of("nats", "nats", "seconds", "s", "bits", "bits");
    private static final Map<String, String> TERMS = Map.ofEntries(
            Map.entry("neg", "negative"),
            Map.entry("elbo", "ELBO"),
            Map.entry("kl", "KL"),
            Map.entry("pca", "PCA"),
            Map.entry("mnist", "MNIST"),
            Map.entry("vae", "VAE"),
            Map.entry("auroc", "AUROC"),
            Map.entry("iwae", "IWAE"));
    private static final int DIGITS = 6;
    private static final int FEWER_DIGITS = 4;
    private static final int SECONDS_A_MINUTE = 60;

    private Words() {}

    /**
     * {@code negElboNats} → "negative ELBO (nats)".
     *
     * @param key the key as it stands in a file
     */
    public static String label(String key) {
        List<String> words = Arrays.stream(
                        key.replaceAll("([a-z0-9])([A-Z])", "$1 $2").split("[\\s_.\\-]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        if (words.isEmpty()) {
            return key;
        }
        String unit = UNITS.getOrDefault(words.get(words.size() - 1), "");
        List<String> named = unit.isEmpty() || words.size() == 1 ? words : words.subList(0, words.size() - 1);
        String text = named.stream().map(w -> TERMS.getOrDefault(w, w)).collect(Collectors.joining(" "));
        return unit.isEmpty() || words.size() == 1 ? text : text + " (" + unit + ")";
    }

    /**
     * {@link #label} with a capital.
     *
     * @param key the key as it stands in a file
     */
    public static String title(String key) {
        String text = label(key);
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /**
     * Six significant digits, without trailing zeros.
     *
     * @param value the number
     */
    public static String number(double value) {
        return number(value, DIGITS);
    }

    /**
     * Four significant digits, or all of a whole number: what one reads, where all digits stand behind it.
     *
     * @param value the number
     */
    public static String shorter(double value) {
        return number(value, FEWER_DIGITS);
    }

    private static String number(double value, int digits) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return String.valueOf(value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return String.valueOf((long) value);
        }
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        double size = Math.abs(value);
        return size < 1e-4 || size >= 1e9 ? String.format(Locale.ROOT, "%.3e", value) : rounded.toPlainString();
    }

    /**
     * "1 h 02 min", "3 min 20 s", "8.2 s".
     *
     * @param seconds the duration in seconds
     */
    public static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (seconds < SECONDS_A_MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long minutes = whole / SECONDS_A_MINUTE;
        return minutes < SECONDS_A_MINUTE
                ? minutes + " min " + whole % SECONDS_A_MINUTE + " s"
                : String.format("%d h %02d min", minutes / SECONDS_A_MINUTE, minutes % SECONDS_A_MINUTE);
    }
}
