package org.vae4j.experiment.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.LikelihoodProtocol;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.evidence.NllEvaluation;
import org.vae4j.experiment.run.evidence.NllResult;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.KeptResults;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.Screen;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.use.export.WeightsHash;
import org.vae4j.kernel.product.NativeSetup;

/**
 * Reproduces one published number: trains its setting, or continues that training, evaluates the model as the source
 * did, and records what came out in {@code eval/reproduction.json} of the run.
 */
public final class Reproduction {

    /** Where a run keeps its {@link Outcome}; those of fewer epochs stay beside it, by {@link KeptResults}. */
    static final String FILE = "eval/reproduction.json";

    private final PublishedTarget target;
    private final Extent extent;
    private final RunRequest request;
    private final Terminal terminal;
    private final PublishedStudy study;

    /**
     * A reproduction.
     *
     * @param target what to reproduce
     * @param extent how much of it
     * @param request what else was asked for
     * @param terminal who reads it
     * @throws ConfigException when the target cannot be run
     */
    public Reproduction(PublishedTarget target, Extent extent, RunRequest request, Terminal terminal) {
        target.missing().ifPresent(why -> {
            throw new ConfigException("found target '" + target.id() + "', expected one that can be run: " + why);
        });
        this.target = target;
        this.extent = extent;
        this.request = request;
        this.terminal = terminal;
        this.study = new PublishedStudy(target);
    }

    /**
     * Trains, evaluates, and records the comparison.
     *
     * @return an {@link ExitCode}
     * @throws IOException when a record of the run cannot be read
     */
    public int run() throws IOException {
        NativeSetup.prepare();
        ExperimentConfig whole = resolved(request);
        checkProtocol(whole);
        RunRequest part = part(whole);
        Path root = root(part);
        if (RunFiles.in(root).isDone()) {
            terminal.note(target.id() + ": trained already, in " + root);
        } else {
            int code =
                    StudyRunner.run(study, part, new Terminal(terminal.err(), terminal.err(), false, terminal.quiet()));
            if (code != ExitCode.DONE) {
                return code;
            }
        }
        Outcome outcome = outcome(TrainedRun.open(root), whole);
        new RunRecords(root).write(outcome);
        terminal.print(Comparison.text(target, outcome));
        terminal.json(Json.line(outcome));
        return ExitCode.DONE;
    }

    /** {@return where the run is or will be} */
    Path root() {
        return root(part(resolved(request)));
    }

    private RunRequest part(ExperimentConfig whole) {
        return of(extent.overrides(request.overrides(), target, whole));
    }

    private Path root(RunRequest part) {
        return RunDirectory.locate(request.runs(), resolved(part));
    }

    /** What is trained; the last line for programs is the reproduction's own. */
    private RunRequest of(List<String> overrides) {
        return new RunRequest(request.runs(), request.file(), overrides, false, request.quiet(), request.commandLine());
    }

    private ExperimentConfig resolved(RunRequest asked) {
        return StudyRunner.resolver(study).resolve(asked.file(), asked.overrides());
    }

    /** Before anything is trained whose number would compare with nothing. */
    private void checkProtocol(ExperimentConfig config) {
        String found = config.data().orElseThrow().protocol();
        if (!found.equals(target.binarisation())) {
            throw new ConfigException("found binarisation " + found + ", expected " + target.binarisation() + " for "
                    + target.id() + ": numbers of different binarisations must not be compared");
        }
        Map<String, LikelihoodProtocol> both = new LinkedHashMap<>();
        both.put(
                "what was published",
                LikelihoodProtocol.of(published(config.seed())).orElseThrow());
        both.put("these settings", LikelihoodProtocol.of(config).orElseThrow());
        LikelihoodProtocol.requireOne(both);
    }

    private Outcome outcome(TrainedRun run, ExperimentConfig whole) throws IOException {
        RunRecords records = new RunRecords(run.root());
        Measured measured = target.measure() == PublishedTarget.Measure.NLL ? nll(run) : records.elbo(run);
        List<String> changes = whole.differences(published(whole.seed()));
        return new Outcome(
                target.id(),
                run.root().getFileName().toString(),
                whole.seed(),
                records.epochs(),
                whole.training().orElseThrow().epochs(),
                records.epochs() < epochsAsked(run.config()),
                extent.divisor(),
                run.progress().epoch(),
                changes,
                target.measure(),
                target.samples(),
                measured.examples(),
                measured.nats(),
                measured.standardErrorNats(),
                measured.activeUnits(),
                target.binarisation(),
                records.trainingSeconds(),
                measured.seconds(),
                records.provenance("code", "commit"),
                records.provenance("machine", "processor"),
                records.provenance("java", "version"),
                WeightsHash.of(run),
                List.of());
    }

    private static int epochsAsked(ExperimentConfig config) {
        int scheduled = config.training().orElseThrow().epochs();
        return Math.min(scheduled, config.runtime().untilEpoch().orElse(scheduled));
    }

    private ExperimentConfig published(long seed) {
        return StudyRunner.resolver(study).resolve(Optional.empty(), List.of("seed=" + seed));
    }

    private Measured nll(TrainedRun run) {
        NllEvaluation evaluation = new NllEvaluation(run, target.samples());
        NllResult result = evaluation.stored().orElseGet(() -> {
            try (Screen screen = new Screen(terminal, "evaluating")) {
                return evaluation.compute(
                        run.data(), done -> screen.progress(target.samples() + " samples per image", done));
            }
        });
        return new Measured(
                result.negLogLikelihoodNats(),
                result.standardError(),
                result.examples(),
                OptionalInt.of(result.activeUnits()),
                result.seconds());
    }

    /** A number with its standard error. */
    record Measured(double nats, double standardErrorNats, long examples, OptionalInt activeUnits, double seconds) {}
}
