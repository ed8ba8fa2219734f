package org.vae4j.experiment.reproduce.rerun;

/**
 * A value that differs between two runs.
 *
 * @param what the dotted name of the value
 * @param then the value in the first run, or {@code absent}
 * @param now the value in the second run, or {@code absent}
 */
public record Difference(String what, String then, String now) {

    static final String ABSENT = "absent";

    /** {@return the difference in words} */
    String text() {
        return what + ": " + then + " then, " + now + " now";
    }

    /** {@return |x - y| / max(|x|, |y|) for the values x and y; infinite unless both are finite numbers} */
    double relative() {
        try {
            double x = Double.parseDouble(then);
            double y = Double.parseDouble(now);
            double relative = Math.abs(x - y) / Math.max(Math.abs(x), Math.abs(y));
            return Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
        } catch (NumberFormatException e) {
            return Double.POSITIVE_INFINITY;
        }
    }
}
