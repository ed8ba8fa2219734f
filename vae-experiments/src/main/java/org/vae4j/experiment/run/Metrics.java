package org.vae4j.experiment.run;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.data.ExampleSet;
import org.vae4j.eval.aggregate.PosteriorDiagnostics;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.section.EvaluationConfig;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.evaluation.Diagnostics;
import org.vae4j.experiment.run.evaluation.Evaluation;
import org.vae4j.experiment.rundir.MetricsFile;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Callback;
import org.vae4j.train.EpochReport;

/** Writes one line of {@code metrics.jsonl} after each epoch, and one line for the person at the terminal. */
final class Metrics implements Callback {

    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    private final RunEnvironment run;
    private final ConfiguredData data;
    private final Evaluation evaluation;
    private final Validation validation;
    private final EvaluationConfig config;
    private final int epochs;
    private final MetricsFile file;
    private final Diagnostics diagnostics;
    private final BoundNames names;
    private final ObjectiveWeights weights;
    private final CollapseWatch collapse = new CollapseWatch();

    Metrics(
            RunEnvironment run,
            ConfiguredData data,
            Evaluation evaluation,
            Validation validation,
            ObjectiveWeights weights) {
        this.run = run;
        this.data = data;
        this.evaluation = evaluation;
        this.validation = validation;
        this.config = run.config().evaluation().orElseThrow();
        this.epochs = run.config().training().orElseThrow().epochs();
        this.names = BoundNames.of(run.config());
        this.file = new MetricsFile(run.directory());
        this.diagnostics =
                new Diagnostics(data, config, run.config().model().orElseThrow().draws());
        this.weights = weights;
    }

    @Override
    public void onEpochEnd(LatentModel model, EpochReport report) {
        int epoch = report.progress().epoch();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("epoch", epoch);
        line.put("iteration", report.progress().iteration());
        line.put("train", Evaluation.metrics(names, report.terms()));
        line.put(names.objective(), report.terms().objectiveNats());
        Map<String, Object> epochWeights = weights.during(epoch - 1);
        if (!epochWeights.isEmpty()) {
            line.put("weights", epochWeights);
        }
        validation.latest().ifPresent(found -> {
            line.put("valid", Evaluation.metrics(names, found.terms()));
            line.put("selection", selection(found));
        });
        Optional<ElboTerms> test = test(model, epoch);
        test.ifPresent(terms -> line.put("test", Evaluation.metrics(names, terms)));
        diagnostics(model, epoch).ifPresent(found -> line.put("diagnostics", found));
        Calibration.sigma(model, run.config().model().orElseThrow()).ifPresent(sigma -> line.put("sigma", sigma));
        line.put("learningRate", report.learningRate());
        line.put("seconds", report.seconds());
        file.append(line);
        run.note(String.format(
                Locale.ROOT,
                "epoch %d/%d: %s%s, %.1f s",
                epoch,
                epochs,
                text(names, report.terms()),
                test.map(t -> String.format(Locale.ROOT, ", test %.2f", t.negElboNats()))
                        .orElse(""),
                report.seconds()));
    }

    /** The criterion by which epochs are compared, its value after this epoch, and the best epoch so far. */
    private Map<String, Object> selection(Validation.Validated found) {
        Map<String, Object> selection = new LinkedHashMap<>();
        validation.best().ifPresent(best -> {
            selection.put("criterion", best.criterion());
            selection.put(names.selection(), found.negBoundNats());
            selection.put("bestEpoch", best.epoch());
        });
        return selection;
    }

    /** The diagnostics of an epoch, where they are due; logs a warning when they show a collapse. */
    private Optional<Map<String, Object>> diagnostics(LatentModel model, int epoch) {
        Optional<PosteriorDiagnostics> found = isDue(epoch) ? diagnostics.afterEpoch(model) : Optional.empty();
        found.flatMap(now -> collapse.after(epoch, now)).ifPresent(LOG::warn);
        return found.map(now -> diagnostics.metricsOfAnEpoch(model, now));
    }

    private boolean isDue(int epoch) {
        return config.everyEpochs() > 0 && epoch % config.everyEpochs() == 0;
    }

    /** The terms of the ELBO on the test examples, where they are due. */
    private Optional<ElboTerms> test(LatentModel model, int epoch) {
        ExampleSet part = data.split().test();
        return isDue(epoch) ? Optional.of(evaluation.elbo(model, part, 1).terms()) : Optional.empty();
    }

    /** Formats the terms of the ELBO in one line. */
    static String text(BoundNames names, ElboTerms terms) {
        if (!names.hasKl()) {
            return String.format(Locale.ROOT, "%s %.2f%s", names.title(), terms.reconstructionNats(), names.suffix());
        }
        return String.format(
                Locale.ROOT,
                "%s %.2f%s (reconstruction %.2f + KL %.2f)",
                names.title(),
                terms.negElboNats(),
                names.suffix(),
                terms.reconstructionNats(),
                terms.klNats());
    }
}
