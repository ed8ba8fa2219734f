package org.vae4j.experiment.reproduce;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The settings whose every stage was shortened alike, those of one budget side by side. */
final class BudgetTable {

    private static final String HEAD = """

            ## At the same budget

            Of these runs every stage of the published schedule was shortened alike. Rows of one length can be read against each other; the
            published numbers are of the whole schedule.

            | epochs | binarisation | target | here | published | seeds |
            | --- | --- | --- | --- | --- | --- |
            """;

    /**
     * What the runs of a row share.
     *
     * @param epochs in words
     * @param binarisation of the data
     * @param id of the target
     */
    private record Row(String epochs, String binarisation, String id) {

        static Row of(Outcome outcome) {
            return new Row(outcome.extent(), outcome.binarisation(), outcome.id());
        }
    }

    private BudgetTable() {}

    /** {@return the section of the page; empty where no such run is of its target's setting otherwise} */
    static String of(List<Outcome> outcomes) {
        List<String> ids =
                PublishedTarget.all().stream().map(PublishedTarget::id).toList();
        Map<Row, List<Outcome>> rows = outcomes.stream()
                .filter(outcome ->
                        outcome.shortenedBy().isPresent() && outcome.changes().isEmpty() && ids.contains(outcome.id()))
                .sorted(Comparator.comparing(Outcome::binarisation)
                        .thenComparing(Outcome::plannedEpochs)
                        .thenComparing(Outcome::epochs)
                        .thenComparing(outcome -> ids.indexOf(outcome.id())))
                .collect(Collectors.groupingBy(Row::of, LinkedHashMap::new, Collectors.toList()));
        return rows.isEmpty()
                ? ""
                : rows.entrySet().stream()
                        .map(row -> line(row.getKey(), Spread.of(row.getValue())))
                        .collect(Collectors.joining("", HEAD, ""));
    }

    private static String line(Row row, Spread spread) {
        return "| " + row.epochs() + " | " + row.binarisation() + " | `" + row.id() + "` | " + spread.text() + " | "
                + PublishedTarget.named(row.id()).orElseThrow().cell() + " | " + spread.seeds() + " |\n";
    }
}
