package org.vae4j.experiment.report.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.rundir.RunFiles;

/** The training curves of a run, from its {@code metrics.jsonl}. */
public final class Curves {

    private static final List<String> PARTS = List.of("train", "valid", "test");

    private Curves() {}

    /**
     * Draws the negative ELBO and its two parts over the epochs into {@code figures/curves.png} and {@code
     * figures/terms.png}.
     *
     * @param run a run directory
     * @throws IOException when a file cannot be written
     */
    public static void draw(Path run) throws IOException {
        List<JsonNode> lines = RunFiles.in(run).metrics();
        if (lines.isEmpty()) {
            return;
        }
        Path figures = run.resolve("figures");
        BoundNames names = names(lines);
        Charts.save(negElbo(lines), figures.resolve("curves.png"));
        XYChart terms = Charts.lines("Its two parts", "epoch", names.perExample());
        for (String part : PARTS) {
            add(terms, part + " reconstruction", lines, part, names.reconstruction());
            add(terms, part + " KL", lines, part, "klNats");
        }
        Charts.save(terms, figures.resolve("terms.png"));
    }

    /**
     * The negative ELBO, or the loss where the likelihood is no density, over the epochs so far.
     *
     * @param run a run directory
     * @return a series for each part of the data that was evaluated; none before the first epoch has ended
     */
    public static XYChart negElbo(Path run) {
        return negElbo(RunFiles.in(run).metrics());
    }

    private static XYChart negElbo(List<JsonNode> lines) {
        BoundNames names = names(lines);
        XYChart elbo = Charts.lines(
                names == BoundNames.NATS ? "Negative ELBO" : "Loss",
                "epoch",
                names.title() + " (" + names.perExample() + ")");
        PARTS.forEach(part -> add(elbo, part, lines, part, names.total()));
        return elbo;
    }

    /** What the run's numbers are called: a likelihood's names before the first epoch. */
    private static BoundNames names(List<JsonNode> lines) {
        return lines.isEmpty()
                ? BoundNames.NATS
                : BoundNames.in(lines.get(lines.size() - 1).path("train"));
    }

    private static void add(XYChart chart, String title, List<JsonNode> lines, String part, String metric) {
        List<JsonNode> present = lines.stream()
                .filter(line -> Optional.ofNullable(line.get(part))
                        .map(p -> p.path(metric).isNumber())
                        .orElse(false))
                .toList();
        if (!present.isEmpty()) {
            double[] epochs =
                    present.stream().mapToDouble(l -> l.get("epoch").asDouble()).toArray();
            double[] values = present.stream()
                    .mapToDouble(l -> l.get(part).get(metric).asDouble())
                    .toArray();
            chart.addSeries(title, epochs, values);
        }
    }
}
