package org.vae4j.model.guard;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Thrown for content that no model file has. The message is the object of a sentence "found …", to which {@link #text}
 * adds the file and what the user should do.
 */
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

    /** For a class that is neither this library's nor DL4J's and that may be the user's own. */
    static Refusal ofUndeclared(String name) {
        return new Refusal(
                "a class '" + name + "'",
                ", which no extension on the class path registers or declares" + SAVED_HERE + "; if the class is yours,"
                        + " let its jar register it at its seam in META-INF/services, or declare it by a "
                        + ModelExtension.class.getName() + " (docs/extensions.md)");
    }

    /** For a class that is not on the class path. */
    static Refusal ofMissing(String name) {
        return new Refusal(
                "a class '" + name + "'",
                ", which is not on the class path, expected all classes of the model there: add its jar"
                        + " (--extension JAR on the command line) if you trust who made both");
    }

    /** The whole message in one line. */
    String text(Path file) {
        return "found " + getMessage() + " in " + file + advice;
    }
}
