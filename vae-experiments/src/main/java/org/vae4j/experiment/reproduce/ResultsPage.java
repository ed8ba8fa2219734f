package org.vae4j.experiment.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.report.chart.Charts;
import org.vae4j.experiment.report.chart.DrawingFailure;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.file.AtomicFile;

/**
 * The page of results: a table of published numbers and what came out here, made from the records of runs and from
 * nothing else. A copy of every record is kept beside the page, so that the page can be made again without the runs.
 */
public final class ResultsPage {

    private static final Logger LOG = LoggerFactory.getLogger(ResultsPage.class);

    /** Also of fewer epochs than the run has now. */
    private static final Pattern RECORD = Pattern.compile("[/\\\\]eval[/\\\\]reproduction(-epoch\\d+)?\\.json$");

    private static final int COMMIT_DIGITS = 7;
    private static final int WEIGHTS_DIGITS = 10;

    private static final String INTRODUCTION = """
            # Published numbers, reproduced

            Lower is better; all numbers are nats per image, of MNIST's 10,000 test images unless the setting names other data. Where the
            published number is of other data than the number here, no difference is given. `±` is the standard error over the
            images; where there are several seeds, also that over the seeds. *static* is Larochelle's fixed binarisation, *dynamic* a new
            draw for every use; numbers of different binarisations must not be compared, and `vae reproduce` refuses to.
            "Shortened" settings stop early and are not the published setting; the same command with `--full` goes on. Where "every stage
            is shortened alike" (`--shorten=N`), the schedule has the published one's shape. *weights* begins the SHA-256 of the values of the
            model that was measured, which `vae export` writes and `scripts/check-likelihood` prints.

            This page is written by `scripts/vae reproduce results` from the [records](results) of the runs.

            """;

    private ResultsPage() {}

    /**
     * Collects the records of the runs and writes the page.
     *
     * @param runs the folder of all runs; need not exist
     * @param out gets {@code results.md} and {@code results/}
     * @return how many records the page is made from
     * @throws IOException when the runs cannot be listed
     * @throws RunDirectoryException when a record is damaged, or the page cannot be written
     */
    public static int write(Path runs, Path out) throws IOException {
        Path records = out.resolve("results");
        for (Path record : recordsOf(runs)) {
            Outcome outcome = outcome(record);
            String name = name(outcome);
            write(records.resolve(name + ".json"), unfinished -> Files.copy(record, unfinished));
            draw(record.getParent().getParent(), outcome, records.resolve(name + ".png"));
        }
        List<Outcome> outcomes = Files.isDirectory(records) ? read(records) : List.of();
        String text = text(outcomes);
        write(out.resolve("results.md"), unfinished -> Files.writeString(unfinished, text));
        return outcomes.size();
    }

    private static void write(Path file, AtomicFile.Content content) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(file, content);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static RunDirectoryException unwritable(Path file, IOException e) {
        return RunDirectoryException.unwritable(file, e, "make room, or choose another place by --out");
    }

    private static Outcome outcome(Path record) {
        try {
            return Json.read(record, Outcome.class);
        } catch (IOException e) {
            throw RunDirectoryException.damaged(record, e);
        }
    }

    static String name(Outcome outcome) {
        return outcome.id() + "-" + outcome.run() + "-epoch" + outcome.epochs();
    }

    private static List<Path> recordsOf(Path runs) throws IOException {
        if (!Files.isDirectory(runs)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                runs, 4, (file, attributes) -> RECORD.matcher(file.toString()).find())) {
            return files.sorted().toList();
        }
    }

    static List<Outcome> read(Path records) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        try (Stream<Path> files = Files.list(records)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                outcomes.add(outcome(file));
            }
        }
        return outcomes;
    }

    /** The page itself. */
    static String text(List<Outcome> outcomes) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append(
                "| target | setting | binarisation | published | elsewhere | here | difference | epochs | seeds |\n");
        page.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        for (PublishedTarget target : PublishedTarget.all()) {
            List<List<Outcome>> variants = variants(target, outcomes);
            if (variants.isEmpty()) {
                page.append(
                        row(target, target.missing().map(why -> "*" + why + "*").orElse("not run"), "", "", ""));
            }
            variants.forEach(group -> page.append(row(target, group)));
        }
        page.append(BudgetTable.of(outcomes));
        page.append("\n## Runs\n\n");
        page.append(
                "| target | seed | epochs | model of epoch | nats | active units | trained | evaluated | code | weights |\n");
        page.append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        outcomes.stream()
                .sorted(Comparator.comparing(Outcome::id).thenComparing(Outcome::seed))
                .forEach(outcome -> page.append(run(outcome)));
        page.append("\n## Remarks\n\n");
        PublishedTarget.all()
                .forEach(target -> target.remark()
                        .ifPresent(remark -> page.append("- `" + target.id() + "`: " + remark.strip() + "\n")));
        return page.toString();
    }

    /** Runs of one setting and length, whatever the seed. */
    private static List<List<Outcome>> variants(PublishedTarget target, List<Outcome> outcomes) {
        Map<String, List<Outcome>> groups = outcomes.stream()
                .filter(outcome -> outcome.id().equals(target.id()))
                .collect(Collectors.groupingBy(
                        outcome -> outcome.extent() + "/" + outcome.changes(),
                        LinkedHashMap::new,
                        Collectors.toList()));
        return List.copyOf(groups.values());
    }

    private static String row(PublishedTarget target, List<Outcome> group) {
        Outcome first = group.get(0);
        Spread spread = Spread.of(group);
        String epochs = first.extent()
                + (first.changes().isEmpty() ? "" : ", with `" + String.join(" ", first.changes()) + "`");
        return row(
                target,
                spread.text(),
                target.otherData()
                        .map(other -> "other data")
                        .orElseGet(() -> String.format(Locale.ROOT, "%+.2f", spread.mean() - target.publishedNats())),
                epochs,
                String.valueOf(spread.seeds()));
    }

    private static String row(PublishedTarget target, String here, String difference, String epochs, String seeds) {
        return "| `" + target.id() + "` | " + target.setting() + " (" + target.paper() + ") | " + target.binarisation()
                + " | " + target.cell() + " | " + target.elsewhere().orElse("") + " | " + here + " | " + difference
                + " | " + epochs + " | " + seeds
                + " |\n";
    }

    private static String run(Outcome run) {
        return String.format(
                Locale.ROOT,
                "| [`%s`](results/%s.png) | %d | %,d | %,d | %.2f ± %.2f | %s | %.0f min | %.0f min | %s | %s |\n",
                run.id(),
                name(run),
                run.seed(),
                run.epochs(),
                run.selectedEpoch(),
                run.nats(),
                run.standardErrorNats(),
                run.activeUnits().isPresent() ? run.activeUnits().getAsInt() : "",
                run.trainingSeconds() / 60,
                run.evaluationSeconds() / 60,
                start(run.commit(), COMMIT_DIGITS),
                run.weightsSha256().map(hash -> start(hash, WEIGHTS_DIGITS)).orElse(""));
    }

    private static String start(String hash, int digits) {
        return hash.substring(0, Math.min(digits, hash.length()));
    }

    /** The numbers are worth having without their curve. */
    private static void draw(Path run, Outcome outcome, Path file) {
        try {
            curve(run, outcome, file);
        } catch (IOException e) {
            throw unwritable(file, e);
        } catch (LinkageError | InternalError | RuntimeException e) {
            LOG.warn(DrawingFailure.line(file.toString(), e));
        }
    }

    /** The test negative ELBO over the epochs, the number obtained, and the published one where the two compare. */
    private static void curve(Path root, Outcome outcome, Path file) throws IOException {
        List<double[]> points = new RunRecords(root)
                .testNegElbo().stream().filter(p -> p[0] <= outcome.epochs()).toList();
        if (points.isEmpty()) {
            return;
        }
        double[] epochs = points.stream().mapToDouble(p -> p[0]).toArray();
        PublishedTarget target = PublishedTarget.named(outcome.id()).orElseThrow();
        double[] ends = {epochs[0], epochs[epochs.length - 1]};
        XYChart chart = Charts.lines(outcome.id(), "epoch", "nats per test image");
        chart.addSeries(
                "test negative ELBO",
                epochs,
                points.stream().mapToDouble(p -> p[1]).toArray());
        if (target.measure() == PublishedTarget.Measure.NLL) {
            chart.addSeries("-log p(x) here", new double[] {ends[1]}, new double[] {outcome.nats()})
                    .setMarker(SeriesMarkers.CIRCLE);
        }
        if (target.otherData().isEmpty()) {
            double published = target.publishedNats();
            chart.addSeries("published", ends, new double[] {published, published});
            chart.getStyler().setYAxisMax(published + 15);
        }
        Charts.save(chart, file);
    }
}
