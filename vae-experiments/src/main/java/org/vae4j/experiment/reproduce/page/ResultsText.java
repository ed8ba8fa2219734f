package org.vae4j.experiment.reproduce.page;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vae4j.experiment.reproduce.Outcome;
import org.vae4j.experiment.reproduce.PublishedTarget;

/** Writes the text of the page of results. */
final class ResultsText {

    private static final int COMMIT_DIGITS = 7;
    private static final int WEIGHTS_DIGITS = 10;
    private static final double SECONDS_PER_MINUTE = 60;

    private static final String INTRODUCTION = """
            # Published numbers, reproduced

            Lower is better; all numbers are nats per image, of MNIST's 10,000 test images unless the setting names other data. Where the
            published number is of other data than the number here, no difference is given. `±` is the standard error over the
            images; where there are several seeds, also that over the seeds. *static* is Larochelle's fixed binarisation, *dynamic* a new
            draw for every use; numbers of different binarisations must not be compared, and `vae reproduce` refuses to.
            "Shortened" settings stop early and are not the published setting; the same command with `--full` goes on. Where "every stage
            is shortened alike" (`--shorten=N`), the schedule has the published one's shape. *weights* begins the SHA-256 of the values of the
            model that was measured, which `vae export` writes and `scripts/check-likelihood` prints; *code* begins the commit that trained it,
            and *command* trains it again, to the same bits on the same machine where the commit is the same.

            This page is written by `scripts/vae reproduce results` from the [records](results) of the runs.

            """;

    private static final String RUNS = """

            ## Runs

            | target | seed | epochs | model of epoch | nats | active units | trained | evaluated | code | weights | command |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
            """;

    private final List<Outcome> outcomes;

    ResultsText(List<Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    /** {@return the page, as Markdown} */
    String page() {
        return INTRODUCTION + targets() + BudgetTables.of(outcomes) + runs() + remarks();
    }

    private String targets() {
        StringBuilder rows = new StringBuilder("""
                | target | setting | binarisation | published | elsewhere | here | difference | epochs | seeds |
                | --- | --- | --- | --- | --- | --- | --- | --- | --- |
                """);
        List<Setting> settings = Setting.among(outcomes);
        for (PublishedTarget target : PublishedTarget.all()) {
            List<Setting> ofTarget = settings.stream()
                    .filter(setting -> setting.first().id().equals(target.id()))
                    .toList();
            if (ofTarget.isEmpty()) {
                rows.append(
                        row(target, target.missing().map(why -> "*" + why + "*").orElse("not run"), "", "", ""));
            }
            ofTarget.forEach(setting -> rows.append(row(target, setting)));
        }
        return rows.toString();
    }

    private static String row(PublishedTarget target, Setting setting) {
        Spread spread = setting.spread();
        return row(
                target,
                spread.text(),
                target.otherData()
                        .map(other -> "other data")
                        .orElseGet(() -> String.format(Locale.ROOT, "%+.2f", spread.mean() - target.publishedNats())),
                setting.first().extent() + setting.changes(),
                String.valueOf(spread.seeds()));
    }

    private static String row(PublishedTarget target, String here, String difference, String epochs, String seeds) {
        return "| `" + target.id() + "` | " + target.setting() + " (" + target.paper() + ") | " + target.binarisation()
                + " | " + target.cell() + " | " + target.elsewhere().orElse("") + " | " + here + " | " + difference
                + " | " + epochs + " | " + seeds
                + " |\n";
    }

    private String runs() {
        return outcomes.stream()
                .sorted(Comparator.comparing(Outcome::id).thenComparing(Outcome::seed))
                .map(ResultsText::run)
                .collect(Collectors.joining("", RUNS, ""));
    }

    private static String run(Outcome run) {
        return String.format(
                Locale.ROOT,
                "| [`%s`](results/%s.png) | %d | %,d | %,d | %.2f ± %.2f | %s | %.0f min | %.0f min | %s | %s | `%s` |\n",
                run.id(),
                ResultsPage.name(run),
                run.seed(),
                run.epochs(),
                run.selectedEpoch(),
                run.nats(),
                run.standardErrorNats(),
                run.activeUnits().isPresent() ? run.activeUnits().getAsInt() : "",
                run.trainingSeconds() / SECONDS_PER_MINUTE,
                run.evaluationSeconds() / SECONDS_PER_MINUTE,
                firstDigits(run.commit(), COMMIT_DIGITS),
                run.weightsSha256()
                        .map(hash -> firstDigits(hash, WEIGHTS_DIGITS))
                        .orElse(""),
                RunCommand.of(run));
    }

    private static String firstDigits(String hash, int digits) {
        return hash.substring(0, Math.min(digits, hash.length()));
    }

    private static String remarks() {
        return PublishedTarget.all().stream()
                .flatMap(target ->
                        target.remark().stream().map(remark -> "- `" + target.id() + "`: " + remark.strip() + "\n"))
                .collect(Collectors.joining("", "\n## Remarks\n\n", ""));
    }
}
