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
 * Checks the page of results against the records that it is made from, and each record against the model of its run. If
 * that model is still there, the number is computed again from the model and the seed, by the protocol of its target.
 * If the file {@code .safetensors} of the record's name holds weights, their hash is checked. Nothing is written.
 */
public final class Verification {

    /** The largest relative deviation between machines, which add floating-point numbers in different orders. */
    public static final double TOLERANCE = 1e-5;

    /** Runs lie in the folder of their study, which may lie in a folder of a sweep. */
    private static final int DEPTH_OF_RUNS = 3;

    private final Path runs;
    private final Path docs;

    /**
     * Prepares a verification.
     *
     * @param runs the folder of all runs, which need not exist
     * @param docs the folder with {@code results.md} and {@code results/}
     */
    public Verification(Path runs, Path docs) {
        this.runs = runs;
        this.docs = docs;
    }

    /**
     * Whether the page is exactly the one that its records make.
     *
     * @return false if any character differs or there is no page
     * @throws IOException if the page or a record cannot be read
     */
    public boolean pageIsOfItsRecords() throws IOException {
        Path page = docs.resolve("results.md");
        return Files.isRegularFile(page)
                && Files.readString(page).equals(ResultsPage.text(ResultsPage.read(docs.resolve("results"))));
    }

    /**
     * Checks every record.
     *
     * @param progress is told the name of a record and the share of its check that is done
     * @return one check per record, by name
     * @throws IOException if a record or the runs cannot be read
     * @throws RunDirectoryException if a record, the run of a record or its weights are damaged
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
        if (!hasTheProtocolOfItsTarget(outcome)) {
            return new RecordCheck(name, Finding.WRONG_TARGET, outcome.nats(), Double.NaN);
        }
        Path weights = docs.resolve("results").resolve(name + ".safetensors");
        boolean weightsAreKept = Files.exists(weights);
        if (weightsAreKept && !outcome.weightsSha256().equals(Optional.of(hash(weights)))) {
            return new RecordCheck(name, Finding.OTHER_WEIGHTS, outcome.nats(), Double.NaN);
        }
        Optional<TrainedRun> run = run(outcome);
        if (run.isEmpty()) {
            Finding finding = weightsAreKept ? Finding.SAME_WEIGHTS : Finding.NO_MODEL;
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

    /** Compares two numbers; NaN differs from every number. */
    static Finding finding(double recomputed, double recorded) {
        if (Double.compare(recomputed, recorded) == 0) {
            return Finding.SAME_BITS;
        }
        return Math.abs(recomputed - recorded) <= TOLERANCE * Math.abs(recorded)
                ? Finding.WITHIN_TOLERANCE
                : Finding.DIFFERS;
    }

    private static boolean hasTheProtocolOfItsTarget(Outcome outcome) {
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

    /** Finds the run of a record, unless it has been trained further and has another model since. */
    private Optional<TrainedRun> run(Outcome outcome) throws IOException {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.find(
                runs,
                DEPTH_OF_RUNS,
                (file, attributes) -> file.getFileName().toString().equals(outcome.run()))) {
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
        return RunFiles.in(root).isDone()
                && TrainedRun.config(root).experiment().equals(outcome.id());
    }
}
