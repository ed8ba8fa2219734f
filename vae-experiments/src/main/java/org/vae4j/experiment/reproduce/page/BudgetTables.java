package org.vae4j.experiment.reproduce.page;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vae4j.experiment.reproduce.Outcome;

/** Writes the section of the page on settings of the same budget, with a table and a picture for each budget. */
final class BudgetTables {

    private static final String HEAD = """

            ## At the same budget

            The settings of one table were trained on the same data for the same part of schedules of the same length, so their numbers can
            be read against each other; the published numbers are of the whole schedule. *against the first* is the difference to
            the first row in nats per image, and what is negative is better. Both numbers of a difference are means over the same images,
            so as a rule it is known better than the two standard errors say.
            """;

    private static final String TABLE = """

            | setting | here | against the first | published | seeds |
            | --- | --- | --- | --- | --- |
            """;

    private BudgetTables() {}

    /** {@return the section of the page; empty if no two settings share a budget} */
    static String of(List<Outcome> outcomes) {
        List<Budget> budgets = Budget.among(outcomes);
        return budgets.isEmpty()
                ? ""
                : budgets.stream().map(BudgetTables::table).collect(Collectors.joining("", HEAD, ""));
    }

    private static String table(Budget budget) {
        Outcome first = budget.first();
        return "\n### " + first.binarisation() + ", epochs: " + first.extent() + "\n" + TABLE
                + budget.settings().stream()
                        .map(setting -> row(budget, setting))
                        .collect(Collectors.joining())
                + (TestCurves.areOf(budget)
                        ? "\n![The test negative ELBO of these settings over the epochs](results/" + budget.name()
                                + ".png)\n"
                        : "");
    }

    private static String row(Budget budget, Setting setting) {
        Outcome first = setting.first();
        return "| `" + first.id() + "`" + setting.changes() + (first.endedByPatience() ? ", " + first.extent() : "")
                + " | " + setting.spread().text() + " | "
                + (first == budget.first()
                        ? ""
                        : String.format(Locale.ROOT, "%+.2f", budget.differenceToFirstNats(setting)))
                + " | " + (first.changes().isEmpty() ? setting.target().cell() : "") + " | "
                + setting.spread().seeds() + " |\n";
    }
}
