package org.vae4j.experiment.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * did, and records the result in {@code eval/reproduction.json} of the run.
 */
public final class Reproduction {

    /** The file of a run's {@link Outcome}. {@link KeptResults} keeps those of fewer epochs beside it. */
    static final String FILE = "eval/reproduction.json";

    private final PublishedTarget target;
    private final Extent extent;
    private final RunRequest request;
    private final Terminal terminal;
    private final PublishedStudy study;

    /**
     * Prepares a reproduction.
     *
     * @param target the target to reproduce
     * @param extent the part of its schedule to train
     * @param request the place of the run, and overrides
     * @param terminal the streams to print to
     * @throws ConfigException if the target cannot be run
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
     * @throws IOException if a record of the run cannot be read
     */
    public int run() throws IOException {
        NativeSetup.prepare();
        ExperimentConfig whole = resolved(request);
        checkProtocol(whole);
        RunRequest ofExtent = requestOfExtent(whole);
        Path root = root(ofExtent);
        if (RunFiles.in(root).isDone()) {
            terminal.note(target.id() + ": trained already, in " + root);
        } else {
            // The training prints to standard error, because standard output has the comparison.
            boolean json = false;
            Terminal progress = new Terminal(terminal.err(), terminal.err(), json, terminal.quiet());
            int code = StudyRunner.run(study, ofExtent, progress);
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

    /** {@return the run directory, which need not exist yet} */
    Path root() {
        return root(requestOfExtent(resolved(request)));
    }

    /** The request for the training, which prints no JSON line of its own. */
    private RunRequest requestOfExtent(ExperimentConfig whole) {
        List<String> overrides = extent.overrides(request.overrides(), target, whole);
        boolean json = false;
        return new RunRequest(request.runs(), request.file(), overrides, json, request.quiet(), request.commandLine());
    }

    private Path root(RunRequest ofExtent) {
        return RunDirectory.locate(request.runs(), resolved(ofExtent));
    }

    private ExperimentConfig resolved(RunRequest asked) {
        return asked.config(study);
    }

    /** Refuses, before the training, settings whose number could not be compared with the published one. */
    private void checkProtocol(ExperimentConfig config) {
        String found = config.data().orElseThrow().protocol();
        if (!found.equals(target.binarisation())) {
            throw new ConfigException("found binarisation " + found + ", expected " + target.binarisation() + " for "
                    + target.id() + ": numbers of different binarisations must not be compared");
        }
        Map<String, LikelihoodProtocol> protocols = new LinkedHashMap<>();
        protocols.put(
                "what was published",
                LikelihoodProtocol.of(published(config.seed())).orElseThrow());
        protocols.put("these settings", LikelihoodProtocol.of(config).orElseThrow());
        LikelihoodProtocol.requireOne(protocols);
    }

    private Outcome outcome(TrainedRun run, ExperimentConfig whole) throws IOException {
        RunRecords records = new RunRecords(run.root());
        Measured measured = target.measure() == PublishedTarget.Measure.NLL
                ? nll(run)
                : records.elbo(run.data().split().test().size());
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

    /** The number of epochs after which the training was to end, unless by patience. */
    private static int epochsAsked(ExperimentConfig config) {
        int scheduled = config.training().orElseThrow().epochs();
        return Math.min(scheduled, config.runtime().untilEpoch().orElse(scheduled));
    }

    /** The configuration of the published setting. */
    private ExperimentConfig published(long seed) {
        return StudyRunner.resolver(study).resolve(List.of("seed=" + seed));
    }

    /** The importance-sampled -log p(x), from an earlier evaluation of the same model if there is one. */
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

    /** A number with its standard error over the examples; active units if they were counted. */
    record Measured(double nats, double standardErrorNats, long examples, OptionalInt activeUnits, double seconds) {}
}
