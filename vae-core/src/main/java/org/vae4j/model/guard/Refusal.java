package org.vae4j.model.guard;

import java.io.IOException;
import java.nio.file.Path;

/** What was found that no model has, as the object of "found ...", and what the reader of the message should do. */
final class Refusal extends IOException {

    private static final String SAVED_HERE = ", expected a model that this library saved: do not load it";

    private final String advice;

    Refusal(String found) {
        this(found, SAVED_HERE);
    }

    private Refusal(String found, String advice) {
        super(found);
        this.advice = advice;
    }

    /** A class that could be the user's own. */
    static Refusal ofUndeclared(String name) {
        return new Refusal(
                "a class '" + name + "'",
                ", which no extension on the class path registers or declares" + SAVED_HERE + "; if the class is yours,"
                        + " let its jar register it at its seam in META-INF/services, or declare it by a "
                        + ModelExtension.class.getName() + " (docs/extensions.md)");
    }

    /** A class that is not there. */
    static Refusal ofMissing(String name) {
        return new Refusal(
                "a class '" + name + "'",
                ", which is not on the class path, expected all classes of the model there: add its jar"
                        + " (--extension JAR on the command line) if you trust who made both");
    }

    /** One line for people. */
    String text(Path file) {
        return "found " + getMessage() + " in " + file + advice;
    }
}
