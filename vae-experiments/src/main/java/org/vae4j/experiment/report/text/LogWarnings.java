package org.vae4j.experiment.report.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which warnings of a run's log are about its numbers, and still stand at its end. */
public final class LogWarnings {

    /** What is said of the posterior while a model trains; each such line takes back the one before it. */
    private static final Pattern POSTERIOR =
            Pattern.compile("(posterior collapse|the posterior is back|level \\d+ of \\d+|every level is used)\\b.*");

    private static final Pattern TAKEN_BACK = Pattern.compile("(the posterior is back|every level is used)\\b.*");

    /** About the time that a run takes, not about its numbers. */
    private static final Pattern SPEED = Pattern.compile("OPENBLAS_CORETYPE=.*");

    private static final int LINES = 20;

    private LogWarnings() {}

    /**
     * Whether a line of the log is a warning or an error.
     *
     * @param line of {@code log.txt}
     */
    public static boolean isOne(String line) {
        return line.matches("\\S+ (WARN|ERROR) .*");
    }

    /**
     * The first warnings and errors of a log, each once.
     *
     * @param log the file {@code log.txt}
     * @return without times and names of classes; none where the file cannot be read
     */
    public static List<String> of(Path log) {
        if (!Files.isRegularFile(log)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(LogWarnings::isOne)
                    .map(line -> line.replaceFirst("^\\S+ (WARN|ERROR)\\s+\\S+ ", ""))
                    .distinct()
                    .limit(LINES)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /**
     * Those that still stand.
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
            if (!TAKEN_BACK.matcher(line).matches() && !SPEED.matcher(line).matches()) {
                standing.add(line);
            }
        }
        return standing;
    }
}
