package org.vae4j.experiment.sweep.work;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.reproduce.KnownStudies;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.runner.StopSignal;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.Terminal;

/**
 * The main class of the process of one trial. It works as {@code vae run --json --quiet} does, but also stops at a
 * checkpoint when the sweep that started it dies. The sweep learns the result from the exit code and the JSON line.
 */
public final class TrialMain {

    private TrialMain() {}

    /**
     * Runs the trial and ends the process with its exit code.
     *
     * @param arguments the folder of all runs, the experiment, {@code key=value}
     */
    public static void main(String[] arguments) {
        StopSignal.install();
        Thread watch = new Thread(TrialMain::stopWithParent, "parent");
        watch.setDaemon(true);
        watch.start();
        String runs = arguments[0];
        String experiment = arguments[1];
        List<String> overrides = Arrays.asList(arguments).subList(2, arguments.length);
        List<String> typed = new ArrayList<>(List.of("run", experiment));
        typed.addAll(overrides);
        typed.addAll(List.of("--runs", runs));
        boolean json = true;
        boolean quiet = true;
        RunRequest request = new RunRequest(Path.of(runs), Optional.empty(), overrides, json, quiet, typed);
        Terminal terminal = new Terminal(new PrintWriter(System.out), new PrintWriter(System.err), json, quiet);
        System.exit(StudyRunner.run(KnownStudies.named(experiment).orElseThrow(), request, terminal));
    }

    /** Waits for the end of standard input, a pipe from the sweep that closes when the sweep dies, even by kill -9. */
    private static void stopWithParent() {
        try {
            while (System.in.read() >= 0) {
                // The sweep writes nothing, so that read() blocks until the pipe closes.
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            System.err.println("vae: cannot read from the sweep (" + e.getMessage() + "), so that this trial stops");
        }
        System.exit(ExitCode.INTERRUPTED);
    }
}
