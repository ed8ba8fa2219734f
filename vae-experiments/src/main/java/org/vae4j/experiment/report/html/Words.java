package org.vae4j.experiment.report.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turns the keys and numbers of files into words and numbers for readers. */
public final class Words {

    private static final String NATS = "nats";
    private static final Map<String, String> UNITS = Map.of(NATS, NATS, "seconds", "s", "bits", "bits", "mib", "MiB");
    private static final Map<String, String> TERMS = Map.ofEntries(
            Map.entry("neg", "negative"),
            Map.entry("elbo", "ELBO"),
            Map.entry("kl", "KL"),
            Map.entry("pca", "PCA"),
            Map.entry("mnist", "MNIST"),
            Map.entry("vae", "VAE"),
            Map.entry("auroc", "AUROC"),
            Map.entry("iwae", "IWAE"),
            Map.entry("gan", "GAN"),
            Map.entry("mmd", "MMD"),
            Map.entry("dip", "DIP"),
            Map.entry("blas", "BLAS"),
            Map.entry("cpu", "CPU"),
            Map.entry("gpu", "GPU"),
            Map.entry("os", "operating system"),
            Map.entry("vm", "virtual machine"),
            Map.entry("openmp", "OpenMP"),
            Map.entry("id", "ID"));
    /** The labels of keys that their own words would not explain. */
    private static final Map<String, String> LABELS = Map.of("negBoundNats", "upper bound on −log p (nats)");

    /** The number of significant digits of numbers in pages. */
    static final int DIGITS = 4;
    /** Larger numbers are written with a power of ten. */
    private static final double LARGEST_PLAIN = 1e9;
    /** Smaller numbers are written with a power of ten. */
    private static final double SMALLEST_PLAIN = 1e-4;

    /** The form in which {@code java.time.Instant} writes a moment. */
    private static final Pattern MOMENT = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?Z");

    /** A hash of 40 or more digits, such as one of SHA-1, which is too wide for a column of a page. */
    private static final Pattern HASH = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{28,}\\b");

    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;

    private Words() {}

    /**
     * Spells out a key with its unit in brackets: {@code negElboNats} becomes "negative ELBO (nats)". A name in
     * capitals, such as that of an environment variable, stays as it is.
     *
     * @param key the key as it stands in a file
     */
    public static String label(String key) {
        if (key.matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")) {
            return key;
        }
        if (LABELS.containsKey(key)) {
            return LABELS.get(key);
        }
        List<String> words = Arrays.stream(key.replace("MiB", "Mib")
                        .replaceAll("(?i)openMp", "Openmp")
                        .replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                        .split("[\\s_.\\-]+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
        if (words.isEmpty()) {
            return key;
        }
        int unit = words.indexOf(NATS) >= 0 ? words.indexOf(NATS) : words.size() - 1;
        boolean hasUnit = words.size() > 1 && UNITS.containsKey(words.get(unit));
        String text = IntStream.range(0, words.size())
                .filter(i -> !hasUnit || i != unit)
                .mapToObj(words::get)
                .map(word -> TERMS.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
        return hasUnit ? text + " (" + UNITS.get(words.get(unit)) + ")" : text;
    }

    /**
     * Spells out a key as {@link #label} does and begins with a capital.
     *
     * @param key the key as it stands in a file
     */
    public static String title(String key) {
        return capitalised(label(key));
    }

    /** Writes the first letter of a text as a capital. */
    static String capitalised(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /**
     * Writes a count with its digits in groups of three.
     *
     * @param count a whole number such as "10000"
     * @return for example "10,000"; any other text is returned as it is
     */
    public static String count(String count) {
        return count.matches("\\d{1,18}") ? String.format(Locale.ROOT, "%,d", Long.parseLong(count)) : count;
    }

    /**
     * Writes a number with four significant digits, or with fewer if the number has fewer. Whole numbers below a
     * billion keep all their digits.
     *
     * @param value any number
     * @return for example "0.5", "443.0" for 443.04, "1.235e-7" or "NaN"
     */
    public static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return String.valueOf(value);
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < LARGEST_PLAIN) {
            return withMinusSign(String.valueOf((long) value));
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        if (rounded.compareTo(BigDecimal.valueOf(value)) == 0) {
            // 0.5 has no further digits, and 0.5000 would promise some; 443.04 has, and 443.0 keeps its zero.
            rounded = rounded.stripTrailingZeros();
        }
        if (size >= SMALLEST_PLAIN && size < LARGEST_PLAIN) {
            return withMinusSign(rounded.toPlainString());
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        return withMinusSign(
                rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent);
    }

    /**
     * Writes a number with a fixed number of decimals.
     *
     * @param value the number
     * @param decimals the number of digits after the decimal point
     */
    public static String fixed(double value, int decimals) {
        return withMinusSign(String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    /**
     * Escapes a text for an element or an attribute of HTML.
     *
     * @param text any text, such as the name of a user's folder
     */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** Replaces hyphens by the minus sign, which is as wide as a digit. */
    private static String withMinusSign(String number) {
        return number.replace('-', '−');
    }

    /**
     * Writes a moment to the second, for example "2026-11-30 15:03:19 UTC".
     *
     * @param text a moment in the form of ISO 8601
     * @return the moment in words; any other text is returned as it is
     */
    public static String moment(String text) {
        Matcher moment = MOMENT.matcher(text);
        return moment.matches() ? moment.group(1) + " " + moment.group(2) + " UTC" : text;
    }

    /**
     * Cuts long hashes in a text after twelve digits, which tell them apart: "sha256:1c465edf1c5d…".
     *
     * @param text any text
     */
    public static String cutHashes(String text) {
        return HASH.matcher(text).replaceAll("$1…");
    }

    /**
     * Writes a duration in its two largest units.
     *
     * @param seconds the duration in seconds
     * @return for example "1 h 02 min", "3 min 20 s" or "8.2 s"
     */
    public static String duration(double seconds) {
        if (seconds < SECONDS_PER_MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        long minutes = whole / SECONDS_PER_MINUTE;
        return minutes < MINUTES_PER_HOUR
                ? minutes + " min " + whole % SECONDS_PER_MINUTE + " s"
                : String.format(Locale.ROOT, "%d h %02d min", minutes / MINUTES_PER_HOUR, minutes % MINUTES_PER_HOUR);
    }
}
