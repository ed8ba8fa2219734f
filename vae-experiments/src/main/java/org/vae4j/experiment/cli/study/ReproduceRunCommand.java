package org.vae4j.experiment.cli.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vae4j.experiment.cli.option.DataPlace;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.reproduce.rerun.RunComparison;
import org.vae4j.experiment.reproduce.rerun.Verdict;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.study.terminal.TerminalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae reproduce-run}, which makes a finished run again and compares the two. */
@Command(
        name = "reproduce-run",
        description =
                "Makes a finished run again from its record, and says what came out differently and what may have caused it.",
        mixinStandardHelpOptions = true)
public final class ReproduceRunCommand implements Callable<Integer> {

    private final List<String> arguments;

    /** A run that is made again: how to run it, and where. */
    private record Rerun(RunRequest request, Path directory) {}

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path run;

    @Option(
            names = "--runs",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Where the new run directory goes (default: runs).")
    private Path runs;

    @Option(
            names = "--tolerance",
            paramLabel = "X",
            defaultValue = "0.01",
            description = "Relative difference of results that is accepted (default: 0.01).")
    private double tolerance;

    @Mixin
    private DataPlace data;

    @Mixin
    private TerminalOptions output;

    /**
     * Prepares the command; picocli fills its options.
     *
     * @param arguments the arguments of the process, which the run records
     */
    public ReproduceRunCommand(List<String> arguments) {
        this.arguments = arguments;
    }

    @Override
    public Integer call() {
        if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
            throw new ConfigException("--tolerance: found " + tolerance + ", expected a finite number of at least 0");
        }
        ExperimentConfig stored = TrainedRun.config(run);
        requireTrained();
        Study study = StudyNames.find(stored.experiment());
        Rerun again = firstUnfinished(study, stored.label());
        Terminal terminal = output.terminal();
        // Standard output is for the comparison, so that the new run prints to standard error.
        boolean json = false;
        Terminal aside = new Terminal(terminal.err(), terminal.err(), json, output.quiet());
        if (Files.exists(again.directory())) {
            aside.note("found an unfinished run in " + again.directory() + ": it is continued");
        }
        int code = StudyRunner.run(study, again.request(), aside);
        if (code != ExitCode.DONE) {
            return code;
        }
        return report(RunComparison.of(run, again.directory(), tolerance), again.directory(), terminal);
    }

    /** Refuses a run that is not finished, and one whose weights were imported, which no training here gives again. */
    private void requireTrained() {
        if (!RunFiles.in(run).isDone()) {
            throw new RunDirectoryException("found no finished run in " + run
                    + ", expected one that is DONE: vae resume " + run + " finishes it");
        }
        if (RunFiles.in(run).json("provenance.json").findPath("imported").isObject()) {
            throw new RunDirectoryException("found imported weights in " + run
                    + ", expected a run that was trained here: no training of ours gives them again");
        }
    }

    /** Prints the comparison; returns the exit code, which is a failure where the results differ. */
    private int report(RunComparison comparison, Path again, Terminal terminal) {
        terminal.print(run + " made again in " + again + "\n" + comparison.text());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("run", run.toString());
        line.put("again", again.toString());
        line.put("comparison", comparison);
        terminal.json(Json.line(line));
        boolean agree = comparison.verdict() == Verdict.IDENTICAL || comparison.verdict() == Verdict.WITHIN_TOLERANCE;
        return agree ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** The first of the runs named again1, again2, … that is not finished: a new one, or one that was interrupted. */
    private Rerun firstUnfinished(Study study, String label) {
        int number = 1;
        Rerun rerun = rerun(study, label, number);
        while (RunFiles.in(rerun.directory()).isDone()) {
            number++;
            rerun = rerun(study, label, number);
        }
        return rerun;
    }

    private Rerun rerun(Study study, String label, int number) {
        Optional<Path> stored = Optional.of(run.resolve("config.yaml"));
        List<String> overrides = new ArrayList<>();
        overrides.add(String.format(Locale.ROOT, "name=%s.again%d", label, number));
        data.folder().ifPresent(dir -> overrides.add("data.dir=" + dir));
        boolean json = false;
        RunRequest request = new RunRequest(runs, stored, overrides, json, output.quiet(), arguments);
        return new Rerun(request, RunDirectory.locate(runs, request.config(study)));
    }
}
