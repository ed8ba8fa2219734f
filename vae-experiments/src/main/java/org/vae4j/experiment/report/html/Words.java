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

/** Keys and numbers of files, as people read them. */
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
    /** Keys whose words alone would not say what they are. */
    private static final Map<String, String> WHOLE = Map.of("negBoundNats", "upper bound on −log p (nats)");

    /** Significant digits that are read. */
    static final int DIGITS = 4;
    /** As {@code java.time.Instant} writes it. */
    private static final Pattern MOMENT = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?Z");

    /** Of SHA-1 and longer ones, which no column of a page can hold. */
    private static final Pattern HASH = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{28,}\\b");

    private static final int SECONDS_A_MINUTE = 60;

    private Words() {}

    /**
     * {@code negElboNats} → "negative ELBO (nats)". Names in capitals, such as those of variables of the environment,
     * stay as they are.
     *
     * @param key the key as it stands in a file
     */
    public static String label(String key) {
        if (key.matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")) {
            return key;
        }
        if (WHOLE.containsKey(key)) {
            return WHOLE.get(key);
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
        boolean named = words.size() > 1 && UNITS.containsKey(words.get(unit));
        String text = IntStream.range(0, words.size())
                .filter(i -> !named || i != unit)
                .mapToObj(words::get)
                .map(word -> TERMS.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
        return named ? text + " (" + UNITS.get(words.get(unit)) + ")" : text;
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
     * A count with its digits in groups of three.
     *
     * @param count a whole number such as 10000
     * @return such as 10,000; what is no whole number as it is
     */
    public static String count(String count) {
        return count.matches("\\d{1,18}") ? String.format(Locale.ROOT, "%,d", Long.parseLong(count)) : count;
    }

    /**
     * Four significant digits, or all of a number that has fewer: what one reads, where all digits stand behind it.
     *
     * @param value the number
     */
    public static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return String.valueOf(value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return minus(String.valueOf((long) value));
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        if (rounded.compareTo(BigDecimal.valueOf(value)) == 0) {
            // 0.5 was set so; the zero of 443.0 was measured.
            rounded = rounded.stripTrailingZeros();
        }
        double size = Math.abs(value);
        if (size >= 1e-4 && size < 1e9) {
            return minus(rounded.toPlainString());
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        return minus(rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent);
    }

    /**
     * A number with a count of digits behind the point.
     *
     * @param value the number
     * @param decimals how many digits
     */
    public static String fixed(double value, int decimals) {
        return minus(String.format(Locale.ROOT, "%." + decimals + "f", value));
    }

    /**
     * A text as HTML has it, in an element or in an attribute.
     *
     * @param text any text, such as the name of somebody's folder
     */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** The sign that is as wide as a digit. */
    private static String minus(String number) {
        return number.replace('-', '−');
    }

    /**
     * A moment to the second: "2026-11-30 15:03:19 UTC".
     *
     * @param text any text
     * @return the text itself where it is no moment in the form of ISO 8601
     */
    public static String moment(String text) {
        Matcher moment = MOMENT.matcher(text);
        return moment.matches() ? moment.group(1) + " " + moment.group(2) + " UTC" : text;
    }

    /**
     * A text whose long hashes are cut after twelve digits, which tell them apart: "sha256:1c465edf1c5d…".
     *
     * @param text any text
     */
    public static String cutHashes(String text) {
        return HASH.matcher(text).replaceAll("$1…");
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
