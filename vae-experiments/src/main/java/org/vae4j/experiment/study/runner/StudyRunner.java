package org.vae4j.experiment.study.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.ModelDescription;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.run.PausedException;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.Provenance;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunSession;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.MemoryAdvice;
import org.vae4j.experiment.study.terminal.Screen;
import org.vae4j.experiment.study.terminal.StandardOutput;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.kernel.product.NativeSetup;
import org.vae4j.train.CallbackSpec;
import picocli.CommandLine;

/** Runs a study from a request to an exit code, for the command line and for the {@code main} of a study alike. */
public final class StudyRunner {

    private static final Logger LOG = LoggerFactory.getLogger(StudyRunner.class);

    private final Study study;
    private final RunRequest request;
    private final Terminal terminal;
    private final RunMonitor monitor;

    private StudyRunner(Study study, RunRequest request, Terminal terminal, RunMonitor monitor) {
        this.monitor = monitor;
        this.study = study;
        this.request = request;
        this.terminal = terminal;
    }

    /**
     * Implements the {@code main} of a study: takes the options and overrides of {@code vae run <name>}, and ends the
     * process with the exit code.
     *
     * @param study the study to run
     * @param arguments the arguments as they were typed
     */
    public static void main(Study study, String[] arguments) {
        StandardOutput output = StandardOutput.install();
        StopSignal.install();
        CommandLine command = new CommandLine(new StudyMain(study, List.of(arguments)));
        System.exit(output.end(command.execute(arguments), System.err));
    }

    /**
     * Runs a study in its run directory. If that run is finished, only its results are shown.
     *
     * @param study the study to run
     * @param request the configuration and the place of the run
     * @param terminal the streams to print to
     * @return an {@link ExitCode}
     */
    public static int run(Study study, RunRequest request, Terminal terminal) {
        return run(study, request, terminal, RunMonitor.NONE);
    }

    /**
     * Runs as {@link #run(Study, RunRequest, Terminal)} does, for a program that watches the run and may stop it.
     *
     * @param study the study to run
     * @param request the configuration and the place of the run
     * @param terminal the streams to print to
     * @param monitor the monitor of that program
     * @return an {@link ExitCode}
     */
    public static int run(Study study, RunRequest request, Terminal terminal, RunMonitor monitor) {
        return new StudyRunner(study, request, terminal, monitor).run();
    }

    /**
     * Makes the resolver of a study's configurations.
     *
     * @param study any study
     * @return a resolver with the defaults and the keys of the study
     */
    public static ConfigResolver resolver(Study study) {
        return new ConfigResolver(study.name(), study.defaults(), study.options());
    }

    private int run() {
        ExperimentConfig config;
        RunDirectory directory;
        NativeSetup.prepare();
        try {
            config = request.config(study);
            Backend.select(config.runtime());
            Path root = RunDirectory.locate(request.runs(), config);
            if (RunFiles.in(root).isDone()) {
                return FinishedRun.read(root).show(study.name(), terminal);
            }
            directory = RunDirectory.open(request.runs(), config);
        } catch (ConfigException | RunDirectoryException e) {
            return refuse(e);
        }
        try (RunSession session = new RunSession(directory);
                StopGuard guard = new StopGuard(session, monitor);
                Screen screen = new Screen(terminal, study.name())) {
            Provenance provenance = new Provenance(directory, config, request.commandLine());
            provenance.add("study", study.summary());
            List<String> differences =
                    ModelDescription.differences(config, resolver(study).resolve(List.of()));
            provenance.add("differs", differences);
            int code = execute(new RunContext(config, session, provenance, guard, screen), session, guard);
            if (RunFiles.in(directory.root()).isDone()) {
                printDone(config, differences, session, screen);
            }
            return code;
        } catch (NotRunException e) {
            directory.discardIfEmpty();
            return refuse(e.getCause());
        } catch (RunDirectoryException e) {
            return refuse(e);
        }
    }

    private void printDone(ExperimentConfig config, List<String> differences, RunSession session, Screen screen) {
        Path root = session.directory().root();
        RunFiles.in(root)
                .dataIfReadable()
                .map(own -> ModelDescription.of(config, own))
                .orElseGet(() -> ModelDescription.of(config))
                .ifPresent(model -> screen.print(trained(study.name(), model, differences)));
        screen.print(String.format(Locale.ROOT, "%s: done in %.1f s, in %s", study.name(), session.seconds(), root));
    }

    /** Names the keys that differ from the study's defaults, because the study's name is the same for all its runs. */
    private static String trained(String study, ModelDescription model, List<String> differences) {
        return "trained: " + model.sentence()
                + (differences.isEmpty() ? "" : " (" + study + " with " + String.join(" ", differences) + ")");
    }

    private int execute(RunContext context, RunSession session, StopGuard guard) throws NotRunException {
        Path root = session.directory().root();
        LOG.info("{} in {}: {}", study.name(), root, String.join(" ", request.commandLine()));
        try {
            study.run(context);
            session.done();
            report(root);
            tellCallbacks(context.config(), root);
            finish(RunState.DONE, "", context, session);
            return ExitCode.DONE;
        } catch (PausedException e) {
            return paused(e, context, session);
        } catch (Exception | LinkageError | AssertionError | OutOfMemoryError | InternalError e) {
            if (guard.isStopping() || e instanceof InterruptedException) {
                return interrupted(guard.reason(), context, session);
            }
            return failed(e, context, session);
        }
    }

    /**
     * Writes the report. A failure is logged and does not fail the run, because {@code vae report} can write it again.
     */
    static void report(Path root) {
        try {
            Report.write(root);
        } catch (IOException | RuntimeException | LinkageError | InternalError e) {
            LOG.warn("cannot write the report ({})", e.toString());
            LOG.info("report", e);
        }
    }

    private static void tellCallbacks(ExperimentConfig config, Path root) {
        for (CallbackSpec spec : config.runtime().callbacks()) {
            try {
                spec.completed(root);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("the callback {} failed after the run was done ({})", spec.name(), e.toString());
            }
        }
    }

    private int interrupted(String reason, RunContext context, RunSession session) {
        session.end(RunState.INTERRUPTED, reason);
        finish(RunState.INTERRUPTED, reason, context, session);
        // The command "vae resume" knows only the studies of the command line, not one that was started by its own
        // main.
        boolean listed = !request.commandLine().isEmpty()
                && List.of("run", "resume").contains(request.commandLine().get(0));
        context.last(study.name() + ": interrupted; the same command continues it"
                + (listed ? ", and so does: vae resume " + session.directory().root() : ""));
        return ExitCode.INTERRUPTED;
    }

    private int paused(PausedException e, RunContext context, RunSession session) {
        context.test(e.metrics());
        session.end(RunState.PAUSED, e.getMessage());
        finish(RunState.PAUSED, e.getMessage(), context, session);
        context.last(study.name() + ": " + e.getMessage() + "; without it the same command goes on");
        return ExitCode.DONE;
    }

    private int failed(Throwable e, RunContext context, RunSession session) throws NotRunException {
        if (ExitCode.of(e) != ExitCode.FAILED) {
            session.end(RunState.FAILED, e.getMessage());
            throw new NotRunException(e);
        }
        if (isErrorOfTheFileSystem(e)) {
            // The disk may be full. A test write tells it; the message of the error depends on the system's language.
            session.directory().requireWritable();
        }
        // Logged below the level that reaches the terminal: the log gets the trace, the terminal one line.
        LOG.info("FAILED", e);
        String reason = reason(e);
        session.end(RunState.FAILED, reason);
        finish(RunState.FAILED, reason, context, session);
        context.last(study.name() + ": failed: " + reason + " (details in "
                + session.directory().root().resolve("log.txt") + ")");
        return ExitCode.FAILED;
    }

    private static String reason(Throwable e) {
        if (MemoryAdvice.applies(e)) {
            return MemoryAdvice.text();
        }
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("");
    }

    private static boolean isErrorOfTheFileSystem(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause).anyMatch(IOException.class::isInstance);
    }

    /** Prints the JSON line at the end of a run, if it was asked for. */
    private void finish(RunState state, String reason, RunContext context, RunSession session) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("run", session.directory().root().toString());
        line.put("status", state);
        if (!reason.isEmpty()) {
            line.put("reason", reason);
        }
        if (!context.test().isEmpty()) {
            line.put("test", context.test());
        }
        if (!context.results().isEmpty()) {
            line.put("results", context.results());
        }
        line.put("seconds", session.seconds());
        terminal.json(Json.line(line));
    }

    private int refuse(Throwable e) {
        terminal.note("vae: " + e.getMessage());
        terminal.json(Json.line(Map.of("status", "REFUSED", "reason", e.getMessage())));
        return ExitCode.of(e);
    }

    /** Says that the study cannot run as requested; its cause has the reason and the exit code. */
    private static final class NotRunException extends Exception {

        private static final long serialVersionUID = 1L;

        NotRunException(Throwable cause) {
            super(cause);
        }
    }
}
