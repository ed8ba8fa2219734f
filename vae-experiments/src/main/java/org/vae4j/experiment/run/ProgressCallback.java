package org.vae4j.experiment.run;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Callback;
import org.vae4j.train.StepReport;

/** Reports the progress of training at most five times per second. */
final class ProgressCallback implements Callback {

    /** The end of the name of a term that holds the accuracy of a discriminator. */
    private static final String ACCURACY = "Accuracy";

    private static final long INTERVAL_NANOS = 200_000_000;

    private final RunEnvironment run;
    private final int epochs;
    private final int batchesPerEpoch;
    private final Validation validation;
    private long last;

    ProgressCallback(RunEnvironment run, int batchesPerEpoch, Validation validation) {
        this.run = run;
        this.validation = validation;
        this.epochs = run.config().training().orElseThrow().epochs();
        this.batchesPerEpoch = batchesPerEpoch;
    }

    @Override
    public void onStep(LatentModel model, StepReport report) {
        long now = System.nanoTime();
        if (now - last < INTERVAL_NANOS) {
            return;
        }
        last = now;
        double done = (report.progress().epoch() + (double) report.progress().batch() / batchesPerEpoch) / epochs;
        run.progress(
                String.format(
                        Locale.ROOT,
                        "epoch %d, %s%s%s",
                        report.progress().epoch() + 1,
                        total(report.epochTerms()),
                        discriminators(report.epochTerms().others()),
                        best()),
                Math.min(1, done));
    }

    private String total(ElboTerms terms) {
        BoundNames names = BoundNames.of(run.config());
        if (!names.hasKl()) {
            return String.format(Locale.ROOT, "loss %.1f", terms.reconstructionNats());
        }
        return String.format(
                Locale.ROOT,
                "%s %.1f = %.1f + KL %.1f",
                names == BoundNames.NATS ? "-ELBO" : "loss",
                terms.negElboNats(),
                terms.reconstructionNats(),
                terms.klNats());
    }

    /** The accuracy of each discriminator: at 50 % it cannot tell its inputs apart, at 100 % it always can. */
    private static String discriminators(Map<String, Double> terms) {
        return terms.entrySet().stream()
                .filter(term -> term.getKey().endsWith(ACCURACY))
                .map(term -> String.format(
                        Locale.ROOT,
                        ", %s discriminator right in %.0f %%",
                        term.getKey().substring(0, term.getKey().length() - ACCURACY.length()),
                        100 * term.getValue()))
                .collect(Collectors.joining());
    }

    /** The best epoch so far, with the measure by which epochs are compared. */
    private String best() {
        return validation
                .best()
                .map(best -> String.format(Locale.ROOT, ", best epoch %d by %s", best.epoch(), best.criterion()))
                .orElse("");
    }
}
