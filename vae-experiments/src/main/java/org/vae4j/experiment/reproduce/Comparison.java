package org.vae4j.experiment.reproduce;

import java.util.Locale;

/** Words the number that was obtained beside the published one. */
final class Comparison {

    private Comparison() {}

    /** {@return three lines: the target, both numbers, and how they were measured} */
    static String text(PublishedTarget target, Outcome outcome) {
        String variant = !outcome.changes().isEmpty()
                ? " (not the published setting, but with " + String.join(" ", outcome.changes()) + ")"
                : outcome.shortened() ? " (epochs: " + outcome.extent() + ")" : "";
        return String.format(
                Locale.ROOT,
                "%s%s%n  published %s nats%s, here %.2f ± %.2f nats (standard error over %,d images)%s%n  %s",
                target.id(),
                variant,
                target.published(),
                target.otherData()
                        .map(other -> " (of " + other + ", so the numbers do not compare)")
                        .orElse(""),
                outcome.nats(),
                outcome.standardErrorNats(),
                outcome.examples(),
                activeUnits(target, outcome),
                measure(target));
    }

    private static String activeUnits(PublishedTarget target, Outcome outcome) {
        if (outcome.activeUnits().isEmpty()) {
            return "";
        }
        String published = target.publishedActiveUnits().isPresent()
                ? ", published " + target.publishedActiveUnits().getAsInt()
                : "";
        return "; active units " + outcome.activeUnits().getAsInt() + published;
    }

    /** {@return a description of the number and of its measurement} */
    static String measure(PublishedTarget target) {
        return target.measure() == PublishedTarget.Measure.NLL
                ? String.format(
                        Locale.ROOT, "-log p(x) by importance sampling, %,d samples per image", target.samples())
                : target.binarisation().equals("none")
                        ? "negative ELBO of grey pixels: cross-entropy, of no probability"
                        : "negative ELBO, an upper bound of -log p(x)";
    }
}
