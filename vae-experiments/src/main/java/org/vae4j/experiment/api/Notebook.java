package org.vae4j.experiment.api;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The functions that every cell of a notebook can call. {@code vae jshell} has them too, and prints the values that a
 * notebook draws.
 */
public final class Notebook {

    private static volatile Consumer<Object> display = value -> System.out.println(Shown.text(value));

    private static volatile Optional<Throwable> failure = Optional.empty();

    private Notebook() {}

    /**
     * Remembers the exception or error of the last cell that failed, for {@link #stack}.
     *
     * @param thrown the exception or error
     */
    public static void failed(Throwable thrown) {
        failure = Optional.of(thrown);
    }

    /** Prints the stack trace of the last failure. The failure itself is shown in one line without it. */
    public static void stack() {
        StringWriter text = new StringWriter();
        failure.ifPresent(thrown -> thrown.printStackTrace(new PrintWriter(text, true)));
        System.out.println(
                text.toString().isEmpty()
                        ? "nothing has failed"
                        : text.toString().strip());
    }

    /**
     * Shows a value before the end of the cell: images as a sheet, a chart as a drawing, a run by its numbers.
     *
     * @param value any value
     */
    public static void display(Object value) {
        display.accept(value);
    }

    /**
     * Sets how {@link #display} shows values from now on. The kernel of a notebook calls it.
     *
     * @param display shows a value
     */
    public static void displayBy(Consumer<Object> display) {
        Notebook.display = display;
    }

    /**
     * Shows a number and the range that is expected for it, and fails if the number is outside. A notebook thereby
     * checks the numbers that its text names.
     *
     * @param what the name of the number, with its unit
     * @param value the number
     * @param low the smallest expected value
     * @param high the largest expected value
     * @throws IllegalStateException if the number is outside the range or NaN
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
