package org.vae4j.experiment.reproduce.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.report.chart.DrawingFailure;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.file.AtomicFile;

/**
 * The page of results: a table of published numbers beside the numbers that were obtained here, made from the records
 * of runs alone. A copy of every record, with the curve of its run, is kept beside the page, so that page and pictures
 * can be made again without the runs.
 */
public final class ResultsPage {

    private static final Logger LOG = LoggerFactory.getLogger(ResultsPage.class);

    /** A record of a run, also one of fewer epochs than the run has now. */
    private static final Pattern RECORD = Pattern.compile("[/\\\\]eval[/\\\\]reproduction(-epoch\\d+)?\\.json$");

    /** {@code runs/STUDY/RUN/eval/FILE}. */
    private static final int DEPTH_OF_RECORDS = 4;

    private ResultsPage() {}

    /**
     * Collects the records of the runs and writes the page.
     *
     * @param runs the folder of all runs, which need not exist
     * @param out the folder for {@code results.md} and {@code results/}
     * @return the number of records that the page is made from
     * @throws IOException if the runs cannot be listed
     * @throws RunDirectoryException if a record is damaged, or the page cannot be written
     */
    public static int write(Path runs, Path out) throws IOException {
        Path records = out.resolve("results");
        for (Path record : recordsOf(runs)) {
            Outcome outcome = withCurve(readRecord(record), record.getParent().getParent());
            write(records.resolve(name(outcome) + ".json"), file -> Files.writeString(file, Json.pretty(outcome)));
        }
        List<Outcome> outcomes = Files.isDirectory(records) ? read(records) : List.of();
        drawAll(outcomes, records);
        String text = text(outcomes);
        write(out.resolve("results.md"), unfinished -> Files.writeString(unfinished, text));
        return outcomes.size();
    }

    private static Outcome withCurve(Outcome outcome, Path run) {
        return outcome.withTestCurve(TestCurves.ofRun(run, outcome.epochs()));
    }

    private static void drawAll(List<Outcome> outcomes, Path records) {
        for (Outcome outcome : outcomes) {
            if (!outcome.testCurve().isEmpty()) {
                draw(records.resolve(name(outcome) + ".png"), file -> TestCurves.draw(outcome, file));
            }
        }
        for (Budget budget : Budget.among(outcomes)) {
            if (TestCurves.areOf(budget)) {
                draw(records.resolve(budget.name() + ".png"), file -> TestCurves.draw(budget, file));
            }
        }
    }

    /**
     * Writes the text of the page.
     *
     * @param outcomes the records, in any order
     * @return Markdown
     */
    public static String text(List<Outcome> outcomes) {
        return new ResultsText(outcomes).page();
    }

    private static void write(Path file, AtomicFile.Content content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(file, content);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static RunDirectoryException unwritable(Path file, IOException e) {
        return RunDirectoryException.unwritable(file, e, "make room, or choose another place by --out");
    }

    private static Outcome readRecord(Path record) {
        try {
            return Json.read(record, Outcome.class);
        } catch (IOException e) {
            throw RunDirectoryException.damaged(record, e);
        }
    }

    /**
     * The name of the files of a record, without their endings.
     *
     * @param outcome a record
     * @return the target, the run, and its number of epochs
     */
    public static String name(Outcome outcome) {
        return outcome.id() + "-" + outcome.run() + "-epoch" + outcome.epochs();
    }

    private static List<Path> recordsOf(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                runs,
                DEPTH_OF_RECORDS,
                (file, attributes) -> RECORD.matcher(file.toString()).find())) {
            return files.sorted().toList();
        }
    }

    /**
     * Reads the kept records.
     *
     * @param records the folder beside the page
     * @return the records, by the names of their files
     * @throws IOException if the folder cannot be listed
     * @throws RunDirectoryException if a record is damaged
     */
    public static List<Outcome> read(Path records) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (Stream<Path> files = Files.list(records)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                outcomes.add(readRecord(file));
            }
        }
        return outcomes;
    }

    /** Draws a picture. A failure to draw is logged only, because the page is useful without its pictures. */
    private static void draw(Path file, AtomicFile.Content drawing) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            drawing.write(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        } catch (LinkageError | InternalError | RuntimeException e) {
            LOG.warn(DrawingFailure.line(file.toString(), e));
        }
    }
}
