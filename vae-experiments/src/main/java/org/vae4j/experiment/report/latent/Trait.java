package org.vae4j.experiment.report.latent;

import java.util.List;
import org.vae4j.experiment.report.html.Words;

/**
 * Something that is known of the examples: their class, or the value of a factor.
 *
 * @param name as the table of latents has it
 * @param classes names of the classes, by number; empty where they are numbers alone
 * @param period after which a value is the same again, as for an angle; 0 where none is
 */
public record Trait(String name, List<String> classes, double period) {

    public Trait {
        classes = List.copyOf(classes);
    }

    /**
     * A trait of which nothing is known but its values.
     *
     * @param name as the table of latents has it
     */
    public static Trait of(String name) {
        return new Trait(name, List.of(), 0);
    }

    /** The name of a class. */
    String nameOf(double value) {
        return value >= 0 && value < classes.size() ? classes.get((int) value) : Words.number(value);
    }
}
