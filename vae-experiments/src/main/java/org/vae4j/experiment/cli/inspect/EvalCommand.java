package org.vae4j.experiment.cli.inspect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.vae4j.experiment.cli.option.DataPlace;
import org.vae4j.experiment.config.LikelihoodProtocol;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.RuntimeConfig;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.run.backend.RecordedProducts;
import org.vae4j.experiment.run.evidence.AisEvaluation;
import org.vae4j.experiment.run.evidence.AisResult;
import org.vae4j.experiment.run.evidence.BdmcEvaluation;
import org.vae4j.experiment.run.evidence.BdmcResult;
import org.vae4j.experiment.run.evidence.NllEvaluation;
import org.vae4j.experiment.run.evidence.NllResult;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.Screen;
import org.vae4j.experiment.study.terminal.TerminalOptions;
import org.vae4j.kernel.product.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae eval}, which estimates log p(x) for the model of a run. */
@Command(
        name = "eval",
        description = "Evaluates the model of a run on its test set; the result is kept in the run.",
        mixinStandardHelpOptions = true)
public final class EvalCommand implements Callable<Integer> {

    private static final String NLL = "nll";
    private static final String AIS = "ais";
    private static final String BDMC = "bdmc";

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path root;

    @Option(
            names = "--metrics",
            paramLabel = "NAME",
            split = ",",
            defaultValue = NLL,
            description = {
                "nll: -log p(x) by importance sampling, nats, with the bounds for fewer samples (default).",
                "ais: annealed importance sampling beside it, the cross-check that need not know the encoder.",
                "bdmc: bounds from both sides on examples that the model makes: how far the others may be off.",
                "Several with commas."
            })
    private Set<String> metrics = new LinkedHashSet<>();

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "5000",
            description = "Importance samples per example (default 5000).")
    private int samples;

    @Option(
            names = "--examples",
            paramLabel = "N",
            description = "Only the first N test examples (default all; for ais and bdmc 100).")
    private Integer examples;

    @Mixin
    private AnnealingOptions annealing;

    @Mixin
    private DataPlace data;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of the numerical backend.")
    private Integer threads;

    @Option(names = "--again", description = "Computes it also when the run has the result already.")
    private boolean again;

    @Mixin
    private TerminalOptions output;

    @Override
    public Integer call() {
        refuseUnknownMetrics();
        NativeSetup.prepare();
        RuntimeConfig runtime = TrainedRun.config(root).runtime();
        Backend.use(runtime.with(Optional.ofNullable(threads).orElse(runtime.threads())), RecordedProducts.of(root));
        TrainedRun run = TrainedRun.open(root);
        LikelihoodProtocol protocol = run.protocol().orElseThrow();
        // All evaluations are prepared before any is computed, so that a wrong option is reported before the long work.
        List<Supplier<Map<String, Object>>> evaluations = new ArrayList<>();
        if (metrics.contains(NLL)) {
            evaluations.add(sampling(run, protocol));
        }
        if (metrics.contains(AIS)) {
            evaluations.add(annealing(run, protocol));
        }
        if (metrics.contains(BDMC)) {
            evaluations.add(bidirectional(run));
        }
        Map<String, Object> line = new LinkedHashMap<>();
        evaluations.forEach(evaluation -> line.putAll(evaluation.get()));
        line.put("protocol", protocol.toString());
        output.terminal().json(Json.line(line));
        return ExitCode.DONE;
    }

    private void refuseUnknownMetrics() {
        for (String metric : metrics) {
            if (!Set.of(NLL, AIS, BDMC).contains(metric)) {
                throw new ConfigException(
                        "--metrics: found '" + metric + "', expected nll, ais, bdmc or several with commas");
            }
        }
    }

    /**
     * Prepares importance sampling. Its JSON object has the numbers twice: in the object {@code nll}, and at the top
     * level as in version 0.1.
     */
    private Supplier<Map<String, Object>> sampling(TrainedRun run, LikelihoodProtocol protocol) {
        NllEvaluation evaluation =
                examples == null ? new NllEvaluation(run, samples) : new NllEvaluation(run, samples, examples);
        return () -> {
            NllResult result = kept(evaluation::stored)
                    .orElseGet(() -> shown(
                            samples + " samples per example", progress -> evaluation.compute(data.of(run), progress)));
            EvalText.of(result, protocol).forEach(output.terminal()::print);
            Map<String, Object> line = new LinkedHashMap<>(Json.map(result));
            line.put(NLL, result);
            return line;
        };
    }

    private int annealedExamples() {
        return examples == null ? AnnealingOptions.DEFAULT_EXAMPLES : examples;
    }

    private Supplier<Map<String, Object>> bidirectional(TrainedRun run) {
        BdmcEvaluation evaluation = new BdmcEvaluation(run, annealing.settings(), samples, annealedExamples());
        return () -> {
            BdmcResult result = kept(evaluation::stored)
                    .orElseGet(() ->
                            shown("chains in both directions", progress -> evaluation.compute(data.of(run), progress)));
            EvalText.of(result).forEach(output.terminal()::print);
            return Map.of(BDMC, result);
        };
    }

    private Supplier<Map<String, Object>> annealing(TrainedRun run, LikelihoodProtocol protocol) {
        AisEvaluation evaluation = new AisEvaluation(run, annealing.settings(), samples, annealedExamples());
        return () -> {
            AisResult result = kept(evaluation::stored)
                    .orElseGet(() -> shown("annealing", progress -> evaluation.compute(data.of(run), progress)));
            EvalText.of(result, protocol).forEach(output.terminal()::print);
            return Map.of(AIS, result);
        };
    }

    /** The stored result, unless {@code --again} asks to compute it again. */
    private <T> Optional<T> kept(Supplier<Optional<T>> stored) {
        return again ? Optional.empty() : stored.get();
    }

    private <T> T shown(String what, Function<DoubleConsumer, T> computation) {
        try (Screen screen = new Screen(output.terminal(), "eval")) {
            return computation.apply(done -> screen.progress(what, done));
        }
    }
}
