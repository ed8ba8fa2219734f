package org.vae4j.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.rundir.Json;

/** Tests the pages that compare runs; the files of the runs are written by hand. */
class ComparisonPageTest {

    private static final Pattern FIGURE = Pattern.compile(
            "(?s)<figure class=\"(?:half|third|beside)\">\\s*<figcaption><b>([^<]*)\\.</b>.*?</figure>");
    private static final Pattern KEY = Pattern.compile(
            "<li><svg[^>]*><path [^>]*?(?:fill|stroke)=\"(rgb[^\"]*)\"[^>]*/>(?:<path[^>]*/>)?</svg>([^<]*)</li>");

    @TempDir
    Path folder;

    private Path run(String name, String settings, double kl) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(
                run.resolve("config.yaml"),
                "experiment: quickstart\ndata: {name: lines, binarisation: dynamic}\n" + settings);
        Files.writeString(
                run.resolve("status.json"),
                Json.pretty(Map.of(
                        "state",
                        "DONE",
                        "started",
                        "2026-01-01T00:00:00Z",
                        "heartbeat",
                        "2026-01-01T00:01:00Z",
                        "seconds",
                        60,
                        "doing",
                        "",
                        "fraction",
                        1,
                        "host",
                        "h",
                        "pid",
                        1)));
        Files.writeString(
                run.resolve("eval/test.json"),
                String.format(
                        Locale.ROOT,
                        "{\"negElboNats\":%s,\"reconstructionNats\":%s,\"klNats\":%s,\"standardErrorNats\":0.25}",
                        100 - kl,
                        100 - 2 * kl,
                        kl));
        Files.writeString(
                run.resolve("metrics.jsonl"),
                "{\"epoch\":1,\"test\":{\"negElboNats\":100,\"reconstructionNats\":90,\"klNats\":10}}\n"
                        + "{\"epoch\":2,\"test\":{\"negElboNats\":99.9,\"reconstructionNats\":90,\"klNats\":9.9}}\n");
        return run;
    }

    /** Runs with four weights, three sizes of z and two seeds. */
    private List<Path> grid() throws IOException {
        List<Path> runs = new ArrayList<>();
        for (String beta : List.of("0.01", "0.1", "0.3", "2.0")) {
            for (int latent : List.of(2, 3, 8)) {
                for (int seed = 1; seed < 3; seed++) {
                    runs.add(run(
                            "b" + beta + "-l" + latent + "-s" + seed,
                            "seed: " + seed + "\nmodel: {latent: " + latent + "}\nobjective: {beta: " + beta + "}\n",
                            latent - Double.parseDouble(beta) + 0.1 * seed));
                }
            }
        }
        return runs;
    }

    /** The markup of each chart of a page, by its title. */
    private static Map<String, String> figures(String page) {
        Map<String, String> figures = new TreeMap<>();
        Matcher figure = FIGURE.matcher(page);
        while (figure.find()) {
            figures.put(figure.group(1), figure.group());
        }
        return figures;
    }

    private String compared(List<Path> runs) throws IOException {
        return Files.readString(Report.compare(runs, folder.resolve("page.html")));
    }

    /** A weight has the same colour as a line, as a point and as a curve. */
    @Test
    void aSettingHasTheSameColourInAllCharts() throws IOException {
        Map<String, Set<String>> colours = new TreeMap<>();
        Map<String, String> figures = figures(compared(grid()));
        assertThat(figures)
                .containsKeys(
                        "KL against model.latent",
                        "KL against objective.beta",
                        "Reconstruction against KL",
                        "KL, test examples");
        figures.values().forEach(figure -> {
            Matcher key = KEY.matcher(figure);
            while (key.find()) {
                for (String setting : key.group(2).split(", ")) {
                    colours.computeIfAbsent(setting, name -> new HashSet<>()).add(key.group(1));
                }
            }
        });
        for (String beta : List.of("beta 0.01", "beta 0.1", "beta 0.3", "beta 2")) {
            assertThat(colours.get(beta)).as(beta).hasSize(1);
        }
        assertThat(Set.of("beta 0.01", "beta 0.1", "beta 0.3", "beta 2").stream()
                        .flatMap(beta -> colours.get(beta).stream()))
                .doesNotHaveDuplicates();
    }

    /** The standard error has a column of its own, so that ± always means a confidence interval. */
    @Test
    void plusMinusMeansAConfidenceIntervalOnly() throws IOException {
        String page = compared(grid());
        assertThat(page)
                .containsOnlyOnce("± is half of the 95 % confidence interval of the mean over seeds")
                .contains(">standard error</button>", "The standard error is that of the number before it")
                .doesNotContain(">±</button>");
    }

    /** Words have no order that a line could follow. */
    @Test
    void valuesThatAreWordsAreNotJoinedByLines() throws IOException {
        List<Path> runs = new ArrayList<>();
        for (String prior : List.of("standard_normal", "mixture", "vamp")) {
            for (String beta : List.of("1.0", "4.0")) {
                runs.add(run(
                        prior + beta,
                        "seed: 1\nmodel: {prior: " + prior + "}\nobjective: {beta: " + beta + "}\n",
                        Double.parseDouble(beta) + prior.length()));
            }
        }
        Map<String, String> figures = figures(compared(runs));
        String colour = "rgb\\((0,114,178|213,94,0|0,158,115|204,121,167|230,159,0)\\)";
        Pattern line = Pattern.compile("<(line|path|polyline)[^>]*stroke=\"" + colour + "\"|<g [^>]*stroke=\"" + colour
                + "\"[^>]*>\\s*<(line|path|polyline)[^>]*fill=\"none\"");
        assertThat(figures.get("KL against objective.beta")).containsPattern(line);
        assertThat(figures.get("KL against model.prior")).doesNotContainPattern(line);
    }

    @Test
    void thePageOfASweepCountsTheRunsThatHaveNotBegun() throws IOException {
        Path page = Report.compare(
                grid(), new Report.Sweep("weights", "How much the weight costs.", 30), folder.resolve("sweep.html"));
        assertThat(Files.readString(page))
                .contains("<h1>weights ", "sweep of quickstart, 24 runs", "How much the weight costs.")
                .contains("6 of the sweep&#39;s 30 runs have not begun: they are missing here.");
    }

    @Test
    void cautionsOnTheRunsAreSummedUp() throws IOException {
        List<Path> runs = new ArrayList<>();
        for (String beta : List.of("0.5", "1.0", "2.0")) {
            runs.add(run("beta" + beta, "seed: 1\nobjective: {beta: " + beta + "}\n", Double.parseDouble(beta)));
        }
        Path damaged = runs.get(2).resolve("eval/nll-50.json");
        Files.writeString(damaged, "{");
        Path config = runs.get(0).resolve("config.yaml");
        Files.writeString(config, Files.readString(config).replace("{name: lines,", "{name: lines, limit: 500,"));
        Files.writeString(
                runs.get(1).resolve("log.txt"), "2026-01-01T00:00:00.000Z WARN  o.v.e.Test the disk is nearly full\n");
        String page = compared(runs);
        assertThat(page)
                .contains("Before you quote this")
                .contains("Each setting was run with one seed: a difference may be the seeds&#39;")
                .contains("The runs were trained on different numbers of examples (the first 500; all)")
                .contains("In 1 of 3 runs (limit 500, beta 0.5): Only the first 500 training examples were used.")
                .contains("In 1 of 3 runs (limit not set, beta 2): The file eval/nll-50.json is damaged")
                .contains("The log of 1 of 3 runs has warnings");
        assertThat(compared(grid())).doesNotContain("with one seed");
    }

    /** One run has validation examples, the others have not: no chart mixes the two parts. */
    @Test
    void aChartShowsOnePartOfTheDataOnly() throws IOException {
        List<Path> runs = new ArrayList<>();
        for (int seed = 1; seed < 4; seed++) {
            runs.add(run("s" + seed, "seed: 1\nobjective: {beta: " + seed + ".0}\n", seed));
        }
        Path held = runs.get(0).resolve("metrics.jsonl");
        Files.writeString(held, Files.readString(held).replace("\"test\"", "\"valid\""));
        assertThat(figures(compared(runs)))
                .containsKeys("KL, validation examples", "KL, test examples")
                .doesNotContainKey("KL");
        Files.writeString(
                held, Files.readString(held).replaceAll("\"valid\":(\\{[^}]*\\})", "\"valid\":$1,\"test\":$1"));
        assertThat(figures(compared(runs)))
                .containsKey("KL, test examples")
                .doesNotContainKey("KL, validation examples");
    }

    /** The report of a run does not show warnings about its speed. */
    @Test
    void warningsAboutSpeedAreNotCounted() throws IOException {
        List<Path> runs = List.of(
                run("a", "seed: 1\nobjective: {beta: 1.0}\n", 1), run("b", "seed: 1\nobjective: {beta: 2.0}\n", 2));
        for (Path run : runs) {
            Files.writeString(
                    run.resolve("log.txt"), "2026-01-01T00:00:00.000Z WARN  o.v.e.Test OPENBLAS_CORETYPE=X is set\n");
        }
        assertThat(compared(runs)).doesNotContain("warnings");
    }

    /** The numbers of one run must not be quoted as those of all runs. */
    @Test
    void aCautionOnSeveralRunsGivesTheRangeOfTheirNumbers() throws IOException {
        List<Path> runs = new ArrayList<>();
        for (int limit : List.of(500, 2000, 1000)) {
            Path run = run("l" + limit, "seed: 1\nobjective: {beta: 1.0}\n", limit / 1000.0);
            Path config = run.resolve("config.yaml");
            Files.writeString(
                    config, Files.readString(config).replace("{name: lines,", "{name: lines, limit: " + limit + ","));
            runs.add(run);
        }
        assertThat(compared(runs))
                .contains("In all runs: Only the first 500 to 2,000 training examples were used.")
                .doesNotContain("These numbers are those of");
    }

    /** 24 curves of 12 settings are averaged over the seeds, 6 curves are not. */
    @Test
    void manyCurvesAreAveragedOverTheirSeeds() throws IOException {
        List<Path> runs = grid();
        String note = "A line is the mean over the seeds of its setting.";
        assertThat(figures(compared(runs)).get("KL, test examples")).contains(note, "12 curves");
        assertThat(figures(compared(runs.subList(0, 6))).get("KL, test examples"))
                .doesNotContain(note)
                .contains("6 curves");
    }

    /** The seeds of the grid differ by 0.1 in KL, so that the half width of its interval is 0.64. */
    @Test
    void theTradeoffChartHasIntervalsAndNamesOverlappingSettings() throws IOException {
        String front = figures(compared(grid())).get("Reconstruction against KL");
        assertThat(front)
                .contains("The line joins the settings whose means no other setting beats in both numbers.")
                .contains("Intervals overlap in both numbers for ");
        String single = figures(compared(List.of(grid().get(0), grid().get(2)))).get("Reconstruction against KL");
        assertThat(single).doesNotContain("intervals");
        assertThat(front.split("<polyline|<line|<path").length)
                .isGreaterThan(single.split("<polyline|<line|<path").length + 24);
    }

    @Test
    void thePageSaysFromWhichSeedTheSamplesAre() throws IOException {
        List<Path> runs = grid();
        for (Path run : runs) {
            Files.createDirectories(run.resolve("figures"));
            ImageIO.write(
                    new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB),
                    "png",
                    run.resolve("figures/samples.png").toFile());
        }
        // Of the two seeds, the second has the larger KL and so the smaller total.
        assertThat(compared(runs))
                .contains("Of the seed with the lowest negative ELBO on the test examples, which the caption names.")
                .contains("<b>latent 2, beta 0.01.</b> Seed 2.", "Samples of the run latent 2, beta 0.01, seed 2")
                .doesNotContain("best seed");
    }

    @Test
    void aNoteExplainsPointsThatAreMovedAside() throws IOException {
        assertThat(compared(grid())).contains("Points of one value stand a little beside it");
    }

    @Test
    void equalLinesAreDrawnInDifferentWidths() throws IOException {
        List<Path> runs = new ArrayList<>();
        for (int latent : List.of(2, 8)) {
            for (String beta : List.of("1.0", "4.0")) {
                runs.add(run(
                        "l" + latent + beta,
                        "seed: 1\nmodel: {latent: " + latent + "}\nobjective: {beta: " + beta + "}\n",
                        latent));
            }
        }
        assertThat(compared(runs)).doesNotContain("Points of one value stand a little beside it");
        assertThat(figures(compared(runs)).get("KL against model.latent"))
                .contains("Lines that are equal lie on each other, each wider than the next.", "stroke-width=\"7\"");
        assertThat(compared(grid())).doesNotContain("Lines that are equal");
    }

    /** The hash in the name of a directory tells a reader nothing, and lists of layers are too long for a legend. */
    @Test
    void runsAreCalledByTheirVariedSettings() throws IOException {
        List<Path> runs = new ArrayList<>();
        String config = "seed: %d\nmodel: {decoder: %s, noise: {rate: %s}}\ntraining: {updater: {rate: %s}}\n";
        for (int seed = 1; seed < 3; seed++) {
            String small = "[{convolution: {filters: 32, kernel: 5}}, 512, 256]";
            String large = "[{convolution: {filters: 64, kernel: 5}}, 1024, 256]";
            runs.add(run("seed" + seed + "-977ad8cf1", config.formatted(seed, small, 0.1, 0.01), 2));
            runs.add(run("seed" + seed + "-977ad8cf2", config.formatted(seed, large, 0.2, 0.02), 3));
        }
        String page = compared(runs);
        String name = "decoder {convolutio…%s, 256, noise.rate %s, updater.rate %s";
        assertThat(page.replaceAll("(?s)<td[^>]*>seed\\d-977ad8cf\\d</td>", ""))
                .as("but in the column of directories")
                .doesNotContain("977ad8cf")
                .contains(">" + name.formatted("}}, 512", "0.1", "0.01") + "</td>")
                .contains(">" + name.formatted("}}, 512", "0.1", "0.01") + ", seed 1</td>")
                .contains(">" + name.formatted("}, 1024", "0.2", "0.02") + ", seed 2</td>");
    }

    @Test
    void runsWithEqualConfigurationsAreCalledByTheirDirectories() throws IOException {
        List<Path> runs = List.of(run("first", "seed: 1\n", 2), run("again", "seed: 1\n", 2));
        assertThat(compared(runs)).contains(">first</td>", ">again</td>");
    }

    /** A run that is alone under its protocol is named by its differences from the other runs of the page. */
    @Test
    void aRunAloneUnderItsProtocolHasTheNameOfTheWholePage() throws IOException {
        Path grey = run("seed1-977ad8cf1", "seed: 1\n", 1);
        Path drawn = run("seed1-977ad8cf2", "seed: 1\n", 2);
        Path config = drawn.resolve("config.yaml");
        Files.writeString(config, Files.readString(config).replace("binarisation: dynamic", "binarisation: none"));
        assertThat(compared(List.of(grey, drawn)).replaceAll("(?s)<td[^>]*>seed1-977ad8cf\\d</td>", ""))
                .contains(">binarisation dynamic</td>", ">binarisation none</td>")
                .doesNotContain("977ad8cf");
    }

    @Test
    void valuesThatAllRunsShareBecomeASentence() throws IOException {
        assertThat(compared(grid())).contains("Every run is done and trained for 2 epochs.");
    }

    /** Below 0.01, the number 0.3 is written as 0.30. */
    @Test
    void numbersOfAColumnHaveEqualDecimals() throws IOException {
        assertThat(compared(grid()))
                .contains(">0.30</td>", ">0.01</td>", ">2.00</td>")
                .doesNotContain(">0.3</td>");
    }
}
