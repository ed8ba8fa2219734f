package org.vae4j.experiment.reproduce.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.Stream;
import org.vae4j.experiment.config.section.EvaluationConfig;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.reproduce.PublishedTarget;
import org.vae4j.experiment.reproduce.check.RecordCheck.Finding;
import org.vae4j.experiment.reproduce.page.ResultsPage;
import org.vae4j.experiment.run.evaluation.Evaluation;
import org.vae4j.experiment.run.evidence.NllEvaluation;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.use.export.WeightsHash;

/**
 * Checks the page of results against the records that it is made from, and each record against the model of its run
 * where that is still there: the number is computed again from the model and the seed, by the protocol of its target.
 * Where weights lie beside a record, in a file of its name that ends in {@code .safetensors}, their hash is checked.
 */
public final class Verification {

    /** The largest deviation between machines, as a fraction: floats are added in another order there. */
    public static final double TOLERANCE = 1e-5;

    private final Path runs;
    private final Path docs;

    /**
     * A verification. Nothing is written by it.
     *
     * @param runs the folder of all runs; need not exist
     * @param docs the folder with {@code results.md} and {@code results/}
     */
    public Verification(Path runs, Path docs) {
        this.runs = runs;
        this.docs = docs;
    }

    /**
     * Whether the page is what its records make.
     *
     * @return true where not a letter differs
     * @throws IOException when the page or a record cannot be read
     */
    public boolean pageIsOfItsRecords() throws IOException {
        Path page = docs.resolve("results.md");
        return Files.isRegularFile(page)
                && Files.readString(page).equals(ResultsPage.text(ResultsPage.read(docs.resolve("results"))));
    }

    /**
     * Checks every record.
     *
     * @param progress told a record's name and the fraction of it that is done
     * @return one check per record, by name
     * @throws IOException when a record or the runs cannot be read
     */
    public List<RecordCheck> records(ObjDoubleConsumer<String> progress) throws IOException {
        List<RecordCheck> checks = new ArrayList<>();
        for (Outcome outcome : ResultsPage.read(docs.resolve("results"))) {
            checks.add(check(outcome, progress));
        }
        return List.copyOf(checks);
    }

    private RecordCheck check(Outcome outcome, ObjDoubleConsumer<String> progress) throws IOException {
        String name = ResultsPage.name(outcome);
        if (!isOfItsTarget(outcome)) {
            return new RecordCheck(name, Finding.WRONG_TARGET, outcome.nats(), Double.NaN);
        }
        Path weights = docs.resolve("results").resolve(name + ".safetensors");
        boolean kept = Files.exists(weights);
        if (kept && !outcome.weightsSha256().equals(Optional.of(hash(weights)))) {
            return new RecordCheck(name, Finding.OTHER_WEIGHTS, outcome.nats(), Double.NaN);
        }
        Optional<TrainedRun> run = run(outcome);
        if (run.isEmpty()) {
            Finding finding = kept ? Finding.SAME_WEIGHTS : Finding.NO_MODEL;
            return new RecordCheck(name, finding, outcome.nats(), Double.NaN);
        }
        double nats = recomputed(run.get(), outcome, done -> progress.accept(name, done));
        return new RecordCheck(name, finding(nats, outcome.nats()), outcome.nats(), nats - outcome.nats());
    }

    private static String hash(Path weights) {
        try {
            return WeightsHash.of(weights);
        } catch (IOException e) {
            throw RunDirectoryException.damaged(weights, e);
        }
    }

    static Finding finding(double recomputed, double recorded) {
        if (Double.compare(recomputed, recorded) == 0) {
            return Finding.SAME_BITS;
        }
        return Math.abs(recomputed - recorded) <= TOLERANCE * Math.abs(recorded)
                ? Finding.WITHIN_TOLERANCE
                : Finding.DIFFERS;
    }

    private static boolean isOfItsTarget(Outcome outcome) {
        return PublishedTarget.named(outcome.id())
                .filter(target -> target.binarisation().equals(outcome.binarisation())
                        && target.measure() == outcome.measure()
                        && target.samples() == outcome.samples())
                .isPresent();
    }

    private static double recomputed(TrainedRun run, Outcome outcome, DoubleConsumer progress) throws IOException {
        if (outcome.measure() == PublishedTarget.Measure.NEG_ELBO) {
            EvaluationConfig evaluation = run.config().evaluation().orElseThrow();
            return new Evaluation(run.data(), evaluation, 1)
                    .elbo(run.model(), run.data().split().test(), outcome.samples())
                    .terms()
                    .negElboNats();
        }
        return new NllEvaluation(run, outcome.samples())
                .recompute(run.data(), progress)
                .negLogLikelihoodNats();
    }

    /** The run of a record, while its model is the one that was measured. */
    private Optional<TrainedRun> run(Outcome outcome) throws IOException {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.find(
                runs, 3, (file, attributes) -> file.getFileName().toString().equals(outcome.run()))) {
            for (Path root : folders.sorted().toList()) {
                if (isOf(root, outcome)) {
                    TrainedRun run = TrainedRun.open(root);
                    if (run.progress().epoch() == outcome.selectedEpoch()) {
                        return Optional.of(run);
                    }
                }
            }
            return Optional.empty();
        }
    }

    private static boolean isOf(Path root, Outcome outcome) {
        try {
            return RunFiles.in(root).isDone()
                    && TrainedRun.config(root).experiment().equals(outcome.id());
        } catch (RunDirectoryException e) {
            return false;
        }
    }
}
