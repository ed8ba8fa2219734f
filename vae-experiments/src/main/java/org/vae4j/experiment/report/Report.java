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
 * Writes the report of a run, a single HTML file without further files, and pages that compare several runs.
 *
 * <p>A report is made from the run directory alone. It can be made at any time, also while a run is going on or after
 * it has failed.
 */
public final class Report {

    /**
     * The sweep whose runs a page compares.
     *
     * @param name the name of the sweep; empty if the runs belong to none
     * @param description its purpose in one line; may be empty
     * @param trials the number of runs that the sweep plans
     */
    public record Sweep(String name, String description, int trials) {

        /** No sweep, for runs that a user has put together. */
        public static final Sweep NONE = new Sweep("", "", 0);
    }

    /** The name of the report in the run directory. */
    public static final String FILE = "report.html";

    /** The depth to which folders are searched for runs. */
    private static final int MAX_DEPTH = 5;

    private Report() {}

    /**
     * Writes the report of a run into its directory; a reader never sees half a file.
     *
     * @param run a run directory
     * @return the file of the report
     * @throws IOException if the report cannot be written
     * @throws RunDirectoryException if {@code run} is no run directory
     */
    public static Path write(Path run) throws IOException {
        return write(run, run.resolve(FILE));
    }

    /**
     * Writes the report of a run to a file; a reader never sees half a file.
     *
     * @param run a run directory
     * @param file the file to write; replaced if it exists
     * @return the file
     * @throws IOException if the report cannot be written
     * @throws RunDirectoryException if {@code run} is no run directory
     */
    public static Path write(Path run, Path file) throws IOException {
        return write(new RunPage(RunContents.read(run)).content(), file);
    }

    /**
     * Writes the charts of a run's report as separate files.
     *
     * @param run a run directory
     * @param folder the folder of the files, which is created if it does not exist
     * @param format the format of the files; files of an earlier call are replaced
     * @return the files; empty if the run has neither metrics nor latents
     * @throws IOException if a file cannot be written
     * @throws RunDirectoryException if {@code run} is no run directory
     */
    public static List<Path> figures(Path run, Path folder, VectorFigure.Format format) throws IOException {
        return figures(new RunPage(RunContents.read(run)).content(), folder, format);
    }

    /**
     * Writes the charts of the page that compares runs as separate files.
     *
     * @param runs run directories, two or more
     * @param folder the folder of the files, which is created if it does not exist
     * @param format the format of the files; files of an earlier call are replaced
     * @return the files; empty if the runs have no metrics to compare
     * @throws IOException if a file cannot be written
     * @throws RunDirectoryException if one of the runs is no run directory
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
     * Writes the report of a run without the paths of this machine, for publication.
     *
     * @param run a run directory
     * @param file the file to write; replaced if it exists
     * @return the file
     * @throws IOException if the report cannot be written
     * @throws RunDirectoryException if {@code run} is no run directory
     */
    public static Path writeWithoutPlace(Path run, Path file) throws IOException {
        return write(new RunPage(RunContents.read(run)).content().withoutPlace(), file);
    }

    /**
     * Writes a page that compares runs and searches them, without the paths of this machine.
     *
     * @param runs run directories below the folder of the page
     * @param file the file to write; replaced if it exists
     * @throws IOException if the page cannot be written
     * @throws RunDirectoryException if one of the runs is no run directory
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
     * The name of the experiment of a run.
     *
     * @param run a run directory
     * @return the name of the experiment, or that of the directory if the configuration is damaged
     * @throws RunDirectoryException if {@code run} is no run directory
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
     * Draws the training curves of a run over the epochs so far.
     *
     * @param metrics the file {@code metrics.jsonl} in the run directory
     * @return a piece of HTML for a page with {@link #style()}; empty before the first epoch ends
     * @throws RunDirectoryException if the file is in no run directory
     */
    public static String curves(Path metrics) {
        RunContents run = RunContents.read(metrics.toAbsolutePath().getParent());
        return Page.fragment("Training", RunPage.drawn(new TrainingCharts(run)::all));
    }

    /**
     * Embeds the reconstructions and samples that a run has drawn last.
     *
     * @param run a run directory
     * @return a piece of HTML for a page with {@link #style()}; empty before the run has drawn any
     * @throws RunDirectoryException if {@code run} is no run directory
     */
    public static String sheets(Path run) {
        return Page.fragment("Pictures", new RunPage(RunContents.read(run)).sheets());
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
     * Writes a page that compares runs, separately for each likelihood protocol.
     *
     * @param runs run directories, two or more
     * @param file the file to write; replaced if it exists
     * @return the file
     * @throws IOException if the page cannot be written
     * @throws RunDirectoryException if one of the runs is no run directory
     */
    public static Path compare(List<Path> runs, Path file) throws IOException {
        return compare(runs, Sweep.NONE, file);
    }

    /**
     * Writes a page that compares the runs of a sweep, separately for each likelihood protocol.
     *
     * @param runs run directories, two or more
     * @param sweep the sweep of the runs
     * @param file the file to write; replaced if it exists
     * @return the file
     * @throws IOException if the page cannot be written
     * @throws RunDirectoryException if one of the runs is no run directory
     */
    public static Path compare(List<Path> runs, Sweep sweep, Path file) throws IOException {
        List<RunContents> read = runs.stream().map(RunContents::read).toList();
        Path folder = file.toAbsolutePath().normalize().getParent();
        return write(new ComparisonPage(read, folder, sweep).content(), file);
    }

    /**
     * Refuses runs whose likelihoods must not be ranked together.
     *
     * @param runs run directories; runs that trained no model are ignored
     * @throws org.vae4j.experiment.config.binding.ConfigException if likelihoods were measured under different
     *     protocols
     * @throws RunDirectoryException if one of the runs is no run directory
     */
    public static void requireOneProtocol(List<Path> runs) {
        ComparisonPage.requireOneProtocol(runs.stream().map(RunContents::read).toList());
    }

    /**
     * Finds the runs in a directory: the directory itself if it is a run directory, else those up to five levels below.
     *
     * @param directory a run directory, or a folder with run directories
     * @return the run directories, ordered by path
     * @throws IOException if the directory cannot be read
     * @throws RunDirectoryException if there is no run
     */
    public static List<Path> runs(Path directory) throws IOException {
        if (RunContents.isRun(directory)) {
            return List.of(directory);
        }
        if (!Files.isDirectory(directory)) {
            throw RunDirectoryException.noRun(directory);
        }
        try (Stream<Path> below = Files.walk(directory, MAX_DEPTH)) {
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
