package org.vae4j.update;

/** Checks of the settings of updaters. */
final class Settings {

    private Settings() {}

    static void decay(String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(
                    "found " + what + " = " + value + ", expected a number in [0, 1): for example 0.9");
        }
    }

    static void epsilon(double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("found epsilon = " + value + ", expected a number > 0: usually 1e-8");
        }
    }
}
