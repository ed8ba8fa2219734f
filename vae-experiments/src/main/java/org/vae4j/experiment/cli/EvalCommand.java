package org.vae4j.experiment.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.vae4j.experiment.config.ConfigException;
import org.vae4j.experiment.config.RuntimeConfig;
import org.vae4j.experiment.run.Backend;
import org.vae4j.experiment.run.NllEvaluation;
import org.vae4j.experiment.run.NllResult;
import org.vae4j.experiment.run.TrainedRun;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.study.ExitCode;
import org.vae4j.experiment.study.Screen;
import org.vae4j.experiment.study.Terminal;
import org.vae4j.experiment.study.TerminalOptions;
import org.vae4j.kernel.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vae eval}. */
@Command(
        name = "eval",
        description = "Evaluates the model of a run on its test set; the result is kept in the run.",
        mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path root;

    @Option(
            names = "--metrics",
            paramLabel = "NAME",
            defaultValue = "nll",
            description = "nll: -log p(x) by importance sampling, nats (default).")
    private String metrics;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Importance samples an example (default 5000).")
    private int samples;

    @Option(names = "--examples", paramLabel = "N", description = "Only the first N test examples.")
    private Integer examples;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where the data is now, if not where it was.")
    private Path data;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the numerical backend.")
    private Integer threads;

    @Option(names = "--again", description = "Computes it also when the run has the result already.")
    private boolean again;

    @Mixin
    private TerminalOptions output;

    @Override
    public Integer call() {
        if (!metrics.equals("nll")) {
            throw new ConfigException("--metrics: found '" + metrics + "', expected nll");
        }
        Terminal terminal = output.terminal();
        NativeSetup.prepare();
        RuntimeConfig runtime = TrainedRun.config(root).runtime();
        Backend.use(runtime.with(Optional.ofNullable(threads).orElse(runtime.threads())));
        TrainedRun run = TrainedRun.open(root);
        OptionalInt first = examples == null ? OptionalInt.empty() : OptionalInt.of(examples);
        NllEvaluation evaluation = new NllEvaluation(run, samples, first);
        NllResult result = again
                ? compute(evaluation, run, terminal)
                : evaluation.stored().orElseGet(() -> compute(evaluation, run, terminal));
        terminal.print(String.format(
                Locale.ROOT,
                "-log p(x) = %.2f ± %.2f nats (standard error over %,d examples); %,d samples, effective %.0f; active units %d",
                result.negLogLikelihoodNats(),
                result.standardError(),
                result.examples(),
                result.samples(),
                result.effectiveSampleSize(),
                result.activeUnits()));
        terminal.json(Json.line(result));
        return ExitCode.DONE;
    }

    private NllResult compute(NllEvaluation evaluation, TrainedRun run, Terminal terminal) {
        try (Screen screen = new Screen(terminal, "eval")) {
            return evaluation.compute(
                    run.data(data == null ? List.of() : List.of(data)),
                    done -> screen.progress(samples + " samples an example", done));
        }
    }
}
