package org.vae4j.experiment.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.text.LogWarnings;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.file.AtomicFile;

/**
 * The report of a run: one HTML file that needs nothing else, to look at, print and send.
 *
 * <p>It is made from the run directory alone, at any time, also of a run that failed or is still at work.
 */
public final class Report {

    /**
     * The sweep whose runs a page compares.
     *
     * @param name its name; empty where the runs are of no sweep
     * @param description what it is for, in one line; may be empty
     * @param trials how many runs it makes in all
     */
    public record Sweep(String name, String description, int trials) {

        /** No sweep: runs that somebody put together. */
        public static final Sweep NONE = new Sweep("", "", 0);
    }

    /** Its name in the run directory. */
    public static final String FILE = "report.html";

    /** The depth of a folder of sweeps of runs. */
    private static final int DEPTH = 5;

    private Report() {}

    /**
     * Writes the report of a run into its directory; a reader never sees half a file.
     *
     * @param run a run directory
     * @return the file
     * @throws IOException when it cannot be written
     * @throws RunDirectoryException when it is no run directory
     */
    public static Path write(Path run) throws IOException {
        return write(run, run.resolve(FILE));
    }

    /**
     * Writes the report of a run to any place; a reader never sees half a file.
     *
     * @param run a run directory
     * @param file what is written; replaced if it is there
     * @return the file
     * @throws IOException when it cannot be written
     * @throws RunDirectoryException when it is no run directory
     */
    public static Path write(Path run, Path file) throws IOException {
        return write(new RunPage(RunContents.read(run)).content(), file);
    }

    /**
     * Writes the charts of a run's report as files of their own.
     *
     * @param run a run directory
     * @param folder where to; made if it is not there
     * @param format of the files; those of an earlier call are replaced
     * @return the files; none where the run has neither metrics nor latents
     * @throws IOException when one cannot be written
     * @throws RunDirectoryException when it is no run directory
     */
    public static List<Path> figures(Path run, Path folder, VectorFigure.Format format) throws IOException {
        return figures(new RunPage(RunContents.read(run)).content(), folder, format);
    }

    /**
     * Writes the charts of the page that compares runs as files of their own.
     *
     * @param runs run directories, two or more
     * @param folder where to; made if it is not there
     * @param format of the files; those of an earlier call are replaced
     * @return the files; none where the runs have nothing to be compared by
     * @throws IOException when one cannot be written
     * @throws RunDirectoryException when one is no run directory
     */
    public static List<Path> comparedFigures(List<Path> runs, Path folder, VectorFigure.Format format)
            throws IOException {
        List<RunContents> read = runs.stream().map(RunContents::read).toList();
        return figures(new ComparisonPage(read, folder, Sweep.NONE).content(), folder, format);
    }

    private static List<Path> figures(Page.Content content, Path folder, VectorFigure.Format format)
            throws IOException {
        List<Path> files = new ArrayList<>();
        Files.createDirectories(folder);
        for (VectorFigure figure : content.figures()) {
            files.add(figure.write(folder, format));
        }
        return files;
    }

    /**
     * Writes the report of a run for readers elsewhere, who have no use for the folders of this machine.
     *
     * @param run a run directory
     * @param file what is written; replaced if it is there
     * @return the file
     * @throws IOException when it cannot be written
     * @throws RunDirectoryException when it is no run directory
     */
    public static Path writeWithoutPlace(Path run, Path file) throws IOException {
        return write(new RunPage(RunContents.read(run)).content().withoutPlace(), file);
    }

    /**
     * Writes a page that compares runs and searches them, for readers elsewhere.
     *
     * @param runs run directories in the folder of the page
     * @param file what is written; replaced if it is there
     * @throws IOException when it cannot be written
     * @throws RunDirectoryException when one is no run directory
     */
    public static void index(List<Path> runs, Path file) throws IOException {
        List<RunContents> read = runs.stream().map(RunContents::read).toList();
        Path folder = file.toAbsolutePath().normalize().getParent();
        AtomicFile.write(
                file,
                Page.searchable(
                        new ComparisonPage(read, folder, Sweep.NONE).content().withoutPlace()));
    }

    /**
     * The experiment of a run, whatever state its files are in.
     *
     * @param run a run directory
     * @return its name, or that of the directory where the configuration cannot be read
     * @throws RunDirectoryException when it is no run directory
     */
    public static String experiment(Path run) {
        return RunContents.read(run).experiment();
    }

    /**
     * Whether a report shows a line of a run's log.
     *
     * @param line a line of {@code log.txt}
     * @return true for warnings and errors
     */
    public static boolean isWarning(String line) {
        return LogWarnings.isOne(line);
    }

    /**
     * The training curves of a run, as far as it has come.
     *
     * @param metrics its {@code metrics.jsonl}
     * @return a piece of HTML for a page with {@link #style()}; empty before the first epoch ends
     */
    public static String curves(Path metrics) {
        RunContents run = RunContents.read(metrics.toAbsolutePath().getParent());
        return Page.fragment("Training", RunPage.drawn(new TrainingCharts(run)::all));
    }

    /**
     * The style sheet of all pages.
     *
     * @return CSS
     */
    public static String style() {
        return Page.resource("style.css");
    }

    /**
     * Writes a page that compares runs, those of each likelihood protocol among themselves.
     *
     * @param runs run directories, two or more
     * @param file what is written; replaced if it is there
     * @return the file
     * @throws IOException when it cannot be written
     * @throws RunDirectoryException when one is no run directory
     */
    public static Path compare(List<Path> runs, Path file) throws IOException {
        return compare(runs, Sweep.NONE, file);
    }

    /**
     * Writes a page that compares the runs of a sweep, those of each likelihood protocol among themselves.
     *
     * @param runs run directories, two or more
     * @param sweep the sweep that they are of
     * @param file what is written; replaced if it is there
     * @return the file
     * @throws IOException when it cannot be written
     * @throws RunDirectoryException when one is no run directory
     */
    public static Path compare(List<Path> runs, Sweep sweep, Path file) throws IOException {
        List<RunContents> read = runs.stream().map(RunContents::read).toList();
        Path folder = file.toAbsolutePath().normalize().getParent();
        return write(new ComparisonPage(read, folder, sweep).content(), file);
    }

    /**
     * Refuses runs whose likelihoods must not stand in one ranking.
     *
     * @param runs run directories; those that trained no model are passed over
     * @throws org.vae4j.experiment.config.binding.ConfigException in one line, when two were measured under different
     *     protocols
     * @throws RunDirectoryException when one is no run directory
     */
    public static void requireOneProtocol(List<Path> runs) {
        ComparisonPage.requireOneProtocol(runs.stream().map(RunContents::read).toList());
    }

    /**
     * The runs in a directory: itself, if it is one, else those somewhere below.
     *
     * @param directory a run directory, or a folder of some
     * @return in the order of their paths
     * @throws IOException when it cannot be read
     * @throws RunDirectoryException when there is none
     */
    public static List<Path> runs(Path directory) throws IOException {
        if (RunContents.isRun(directory)) {
            return List.of(directory);
        }
        if (!Files.isDirectory(directory)) {
            throw RunDirectoryException.noRun(directory);
        }
        try (Stream<Path> below = Files.walk(directory, DEPTH)) {
            List<Path> found = below.filter(Files::isDirectory)
                    .filter(RunContents::isRun)
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new RunDirectoryException("found no run in " + directory
                        + ", expected directories with a config.yaml: give one that vae run printed");
            }
            return found;
        }
    }

    static Path write(Page.Content content, Path file) throws IOException {
        AtomicFile.write(file, Page.html(content));
        return file;
    }
}
