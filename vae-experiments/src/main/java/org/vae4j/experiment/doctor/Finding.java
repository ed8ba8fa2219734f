package org.vae4j.experiment.doctor;

import java.util.Optional;

/**
 * A result of a check.
 *
 * @param check the name of the check, one or two words
 * @param level the severity
 * @param found the state that was found
 * @param fix the remedy; absent if none is needed
 */
public record Finding(String check, Level level, String found, Optional<String> fix) {

    /** The severity of a finding. */
    public enum Level {
        /** Everything is as it should be. */
        OK,
        /** It works, but more slowly or with less than it could. */
        WARN,
        /** Something does not work, or most of the computer's speed is not used. */
        FAIL
    }

    static Finding ok(String check, String found) {
        return new Finding(check, Level.OK, found, Optional.empty());
    }

    static Finding warn(String check, String found, String fix) {
        return new Finding(check, Level.WARN, found, Optional.of(fix));
    }

    static Finding fail(String check, String found, String fix) {
        return new Finding(check, Level.FAIL, found, Optional.of(fix));
    }
}
