package org.vae4j.experiment.report.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the warnings in the log of a run, and those of them that still hold at its end. */
public final class LogWarnings {

    /** A message on the posterior during training; each one replaces the message before it. */
    private static final Pattern POSTERIOR =
            Pattern.compile("(posterior collapse|the posterior is back|level \\d+ of \\d+|every level is used)\\b.*");

    /** A message that withdraws the warning before it. */
    private static final Pattern ALL_CLEAR = Pattern.compile("(the posterior is back|every level is used)\\b.*");

    /** A warning about the speed of a run, which says nothing about its numbers. */
    private static final Pattern SPEED = Pattern.compile("OPENBLAS_CORETYPE=.*");

    private static final int MAX_LINES = 20;

    private LogWarnings() {}

    /**
     * Whether a line of a log is a warning or an error.
     *
     * @param line a line of {@code log.txt}
     */
    public static boolean isOne(String line) {
        return line.matches("\\S+ (WARN|ERROR) .*");
    }

    /**
     * Reads the first twenty different warnings and errors of a log.
     *
     * @param log the file {@code log.txt}
     * @return the messages, without times and names of classes; empty if the file cannot be read
     */
    public static List<String> of(Path log) {
        if (!Files.isRegularFile(log)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(LogWarnings::isOne)
                    .map(line -> line.replaceFirst("^\\S+ (WARN|ERROR)\\s+\\S+ ", ""))
                    .distinct()
                    .limit(MAX_LINES)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /**
     * Selects the warnings that hold at the end of a run: a message on the posterior replaces the one before it, and
     * warnings about the speed are left out.
     *
     * @param lines warnings and errors in the order of the log
     */
    public static List<String> standing(List<String> lines) {
        List<String> standing = new ArrayList<>();
        String last = "";
        for (String line : lines) {
            if (POSTERIOR.matcher(line).matches()) {
                standing.remove(last);
                last = line;
            }
            if (!ALL_CLEAR.matcher(line).matches() && !SPEED.matcher(line).matches()) {
                standing.add(line);
            }
        }
        return standing;
    }
}
