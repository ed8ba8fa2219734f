package org.vae4j.experiment.report.latent;

import java.util.List;
import org.vae4j.experiment.report.html.Words;

/**
 * A known trait of the examples: their class, or a factor that they were generated with.
 *
 * @param name the name of its column in the table of latents
 * @param classes the names of the classes, in the order of their numbers; empty if the classes have no names
 * @param period the period of a factor that comes back to its beginning, such as an angle; 0 for every other trait
 */
public record Trait(String name, List<String> classes, double period) {

    public Trait {
        classes = List.copyOf(classes);
    }

    /**
     * A trait without names of classes and without a period.
     *
     * @param name the name of its column in the table of latents
     */
    public static Trait of(String name) {
        return new Trait(name, List.of(), 0);
    }

    /** The name of the class with a number; a class without a name is called by its number. */
    String nameOf(double value) {
        return value >= 0 && value < classes.size() ? classes.get((int) value) : Words.number(value);
    }
}
