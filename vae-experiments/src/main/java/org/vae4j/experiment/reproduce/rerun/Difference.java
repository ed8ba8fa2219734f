package org.vae4j.experiment.reproduce.rerun;

/**
 * Something that was one way in the first run and another way in the second.
 *
 * @param what its name, dotted
 * @param then in the first run, {@code absent} where it had none
 * @param now in the second run
 */
public record Difference(String what, String then, String now) {

    static final String ABSENT = "absent";

    /** Words the difference for a person. */
    String text() {
        return what + ": " + then + " then, " + now + " now";
    }

    /** Relative to the larger of the two; infinite for what are not two finite numbers. */
    double relative() {
        try {
            double a = Double.parseDouble(then);
            double b = Double.parseDouble(now);
            double relative = Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
            return Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
        } catch (NumberFormatException e) {
            return Double.POSITIVE_INFINITY;
        }
    }
}
