package org.vae4j.experiment.api;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The functions that every cell of a notebook may call. {@code vae jshell} has them too and prints what a notebook
 * shows.
 */
public final class Notebook {

    private static volatile Consumer<Object> shown = value -> System.out.println(Shown.text(value));

    private static volatile Optional<Throwable> failure = Optional.empty();

    private Notebook() {}

    /**
     * Remembers what the last cell threw.
     *
     * @param thrown what {@link #stack} tells
     */
    public static void failed(Throwable thrown) {
        failure = Optional.of(thrown);
    }

    /** Prints where the last failure came from, which is not shown with it: one line says what went wrong. */
    public static void stack() {
        StringWriter text = new StringWriter();
        failure.ifPresent(thrown -> thrown.printStackTrace(new PrintWriter(text, true)));
        System.out.println(
                text.toString().isEmpty()
                        ? "nothing has failed"
                        : text.toString().strip());
    }

    /**
     * Shows a value before the cell is at its end: images as a sheet, a chart as a drawing, a run by its numbers.
     *
     * @param value any value
     */
    public static void display(Object value) {
        shown.accept(value);
    }

    /**
     * Has values shown otherwise from now on; a notebook's kernel does.
     *
     * @param place where values go
     */
    public static void displayBy(Consumer<Object> place) {
        shown = place;
    }

    /**
     * Shows what a number is, and fails where it is not what is expected: what a notebook says stays true.
     *
     * @param what the number is called, with its unit
     * @param value the number
     * @param low the least that is expected
     * @param high the most that is expected
     * @throws IllegalStateException when the number is outside
     */
    public static void expect(String what, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalStateException(
                    what + ": found " + value + ", expected a number from " + low + " to " + high);
        }
        display(what + ": " + Shown.number(value) + ", expected from " + Shown.number(low) + " to "
                + Shown.number(high));
    }
}
