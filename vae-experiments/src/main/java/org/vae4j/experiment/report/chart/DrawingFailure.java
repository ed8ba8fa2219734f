package org.vae4j.experiment.report.chart;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Why a picture could not be drawn, in a line. Pictures are worth having, but not worth losing what they belong to, so
 * that those who draw catch {@code LinkageError}, {@code InternalError} and {@code RuntimeException}: a Java without
 * fonts throws each of them, and so may the drawing itself.
 */
public final class DrawingFailure {

    private DrawingFailure() {}

    /**
     * Words a failure for a person.
     *
     * @param what the thing that could not be drawn, for example {@code "the charts"}
     * @param failure the error that was thrown
     * @return one line, which names fonts only where they are the cause
     */
    public static String line(String what, Throwable failure) {
        String why = causes(failure)
                .reduce((first, second) -> second)
                .map(DrawingFailure::text)
                .orElse("");
        return causes(failure).anyMatch(DrawingFailure::isOfFonts)
                ? "cannot draw " + what + ": this Java finds no fonts (" + why
                        + "); install some, for example apt-get install fontconfig fonts-dejavu-core"
                : "cannot draw " + what + ": " + why;
    }

    /** The causes from the outermost to the innermost. */
    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static boolean isOfFonts(Throwable cause) {
        return Stream.concat(
                        Stream.of(String.valueOf(cause.getMessage())),
                        Arrays.stream(cause.getStackTrace()).map(StackTraceElement::getClassName))
                .anyMatch(text -> text.contains("sun.font.") || text.contains("sun.awt.FontConfiguration"));
    }

    private static String text(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null
                ? name
                : name + ": " + cause.getMessage().lines().findFirst().orElse("");
    }
}
