package org.vae4j.experiment.doctor;

import java.util.Optional;

/**
 * What a check found.
 *
 * @param check which check, one or two words
 * @param level how bad it is
 * @param found what is there
 * @param fix what to do about it; absent where nothing need be done
 */
public record Finding(String check, Level level, String found, Optional<String> fix) {

    /** How bad it is. */
    public enum Level {
        /** Everything is as it should be. */
        OK,
        /** Works, but slower or with less than there could be. */
        WARN,
        /** Something does not work, or most of the computer lies idle. */
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
