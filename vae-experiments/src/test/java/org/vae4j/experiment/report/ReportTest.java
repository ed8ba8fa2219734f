package org.vae4j.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.browser.Browser;
import org.vae4j.experiment.browser.TinyRun;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.report.chart.VectorFigure;
import org.vae4j.experiment.report.image.Caption;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;

class ReportTest {

    /** Runs as a script, closes an attribute, and has every character that HTML minds. */
    private static final String HOSTILE =
            "<script>window.harm=1</script>\"'><img src=x onerror=\"window.harm=2\">&amp;";

    @TempDir
    Path folder;

    @Test
    void showsOfATrainedRunAllThatARunWrites() throws IOException {
        Path run = TinyRun.train(folder, "model.latent=2");
        assertThat(TinyRun.files(run))
                .contains("report.html", "eval/latents.csv", "figures/captions.json", "figures/manifold.png");
        String page = Files.readString(run.resolve("report.html"));
        assertThat(page)
                .contains("<h1>quickstart <span class=\"state done\">done</span></h1>")
                .contains("negative ELBO, test", "active units", "±\u00a0standard error")
                .contains("A Bernoulli likelihood of values between 0 and 1 is not a normalised density")
                .contains("Aggregate posterior against the prior", "By angle")
                .contains("experiment: quickstart", "<b>Numerics</b>", "<dt>BLAS core type</dt>");
        for (String title :
                List.of("Negative ELBO", "Reconstructions", "Samples", "Manifold", "Interpolations", "Traversals")) {
            assertThat(page).contains("<figcaption><b>" + title + ".</b>");
        }
        assertThat(count(page, "<svg aria-label=")).isEqualTo(3 + 2 + 1 + 6 + 2);
    }

    @Test
    void showsWhatADiscriminatorTells() throws IOException {
        Path run = TinyRun.train(folder, "objective.terms=[{factor: {discriminator: [8]}}]");
        assertThat(Files.readString(run.resolve("report.html")))
                .contains(
                        "<figcaption><b>Factor.</b>",
                        "<figcaption><b>Factor accuracy.</b>",
                        "Factor discriminator over");
    }

    @Test
    void needsNothingFromOutsideItself() throws IOException {
        String page = Files.readString(Report.write(hostileRun("alone")));
        Matcher sources = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(page);
        while (sources.find()) {
            assertThat(sources.group(1)).matches("(data:|#).*");
        }
        // Clip paths are addressed within the page.
        assertThat(page.replace("url(#", "")).doesNotContain("@import", "url(");
        assertThat(page).contains("default-src 'none'");
    }

    @Test
    void escapesWhateverARunIsCalledAndSays() throws IOException {
        String page = Files.readString(Report.write(hostileRun("hostile")));
        assertThat(page).doesNotContain("<script>window", "<img src=x").contains("&lt;script&gt;window.harm=1");
        assertThat(count(page, "<script>")).isEqualTo(1);
    }

    @Test
    void givesEveryNumberWithItsUnitAndError() throws IOException {
        String page = Files.readString(Report.write(hostileRun("numbers")));
        assertThat(page)
                .contains("<b>105.31</b> <span class=\"error\">± 0.26</span>")
                .contains("<b>101.40</b> <span class=\"error\">± 0.24</span>", "nats per example, 5,000 draws")
                .contains("<dt>active units</dt><dd><b>2</b>", "of 3; variance of the posterior mean");
    }

    @Test
    void warnsOfWhatAReaderShouldKnow() throws IOException {
        String page = Files.readString(Report.write(hostileRun("warned")));
        assertThat(page)
                .contains("The model overfits: its negative ELBO on test examples was 3.00 nats lower after epoch 20")
                .contains("The run is not done: failed")
                .contains("Only the first 500 training examples were used.")
                .contains("The log says: the disk is nearly full");
    }

    @Test
    void isMadeOfADirectoryWithNothingButAConfiguration() throws IOException {
        Path run = Files.createDirectories(folder.resolve("bare"));
        Files.writeString(run.resolve("config.yaml"), "experiment: bare\n");
        assertThat(Files.readString(Report.write(run))).contains("does not say whether its run ended well");
        Files.writeString(run.resolve("config.yaml"), "experiment: [unfinished\n");
        Files.writeString(run.resolve("metrics.jsonl"), "{\"epoch\":1,\"train\":{\"negElb");
        Files.createDirectories(run.resolve("eval"));
        Files.writeString(run.resolve("eval/test.json"), "{");
        Files.writeString(run.resolve("eval/latents.csv"), "example,mean1\n0,x\n");
        assertThat(Files.readString(Report.write(run))).contains("experiment: [unfinished");
    }

    /** A page without them would look whole. */
    @Test
    void namesTheFilesThatAreDamaged() throws IOException {
        Path run = hostileRun("damaged");
        Files.createDirectories(run.resolve("figures"));
        Files.writeString(run.resolve("eval/test.json"), "{\"negElboNats\": 1");
        Files.writeString(run.resolve("eval/latents.csv"), "example,mean2,mean1,logVar1,logVar2\n0,1,2,0,0\n");
        Files.writeString(run.resolve("figures/captions.json"), "null");
        Files.writeString(run.resolve("status.json"), "null");
        String page = Files.readString(Report.write(run));
        assertThat(page)
                .contains("The file eval/test.json is damaged")
                .contains("The file eval/latents.csv is damaged")
                .contains("The file figures/captions.json is damaged")
                .contains("no status.json that can be read");
    }

    @Test
    void comparesRunsByWhatWasSetDifferently() throws IOException {
        Path first = hostileRun("first");
        Path second = hostileRun("second");
        Files.writeString(
                second.resolve("config.yaml"),
                Files.readString(second.resolve("config.yaml")).replace("seed: 1", "seed: 2"));
        Report.write(first);
        Path page = Report.compare(Report.runs(folder), folder.resolve("report.html"));
        assertThat(Files.readString(page))
                .contains("<button type=\"button\">seed</button>", "2 runs", "<a href=\"first/report.html\">seed 1</a>")
                .contains("<button type=\"button\">directory</button>", ">second</td>")
                .doesNotContain("<button type=\"button\">model.likelihood</button>")
                .doesNotContain("href=\"second");
    }

    @Test
    void neverRanksNatsOfDifferentProtocolsTogether() throws IOException {
        Path grey = hostileRun("grey");
        Path drawn = hostileRun("drawn");
        Path bare = Files.createDirectories(folder.resolve("bare"));
        Files.writeString(bare.resolve("config.yaml"), "experiment: bare\n");
        Files.writeString(
                drawn.resolve("config.yaml"),
                Files.readString(drawn.resolve("config.yaml")).replace("none", "dynamic"));
        List<Path> runs = List.of(grey, drawn, bare);
        String page = Files.readString(Report.compare(runs, folder.resolve("report.html")));
        assertThat(page)
                .contains("were measured under 2 protocols", "binarisation none, cross-entropy</h2>")
                .contains("binarisation dynamic, probability</h2>", "Runs: no likelihoods</h2>");
        List<String> tables = Pattern.compile("(?s)<table>.*?</table>")
                .matcher(page)
                .results()
                .map(m -> m.group())
                .toList();
        assertThat(tables).hasSize(3).allMatch(table -> count(table, "<tr>") == 2);
        assertThat(page).doesNotContain(": 2 curves over the epochs");
        Matcher ids = Pattern.compile(" id=\"([^\"]*)\"").matcher(page);
        // Batik names the empty definitions of every drawing so; nothing refers to them.
        assertThat(ids.results()
                        .map(m -> m.group(1))
                        .filter(id -> !id.equals("genericDefs"))
                        .toList())
                .doesNotHaveDuplicates();
        assertThatThrownBy(() -> Report.requireOneProtocol(runs))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(drawn.toString())
                .hasMessageContaining("nats of different protocols must not be compared")
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
        assertThatCode(() -> Report.requireOneProtocol(List.of(grey, bare))).doesNotThrowAnyException();
    }

    private static void likelihood(Path run, String name, double nats, int samples, int examples) throws IOException {
        Files.writeString(
                run.resolve("eval").resolve(name),
                String.format(
                        Locale.ROOT,
                        "{\"negLogLikelihoodNats\":%s,\"standardError\":0.24,\"samples\":%d,\"examples\":%d,\"epoch\":40}",
                        nats,
                        samples,
                        examples));
    }

    /** Of several estimates that of most examples, then of most samples; and no silence about how many they were. */
    @Test
    void saysOfEveryLikelihoodHowManySamplesItIsOf() throws IOException {
        Path first = hostileRun("first");
        Path second = hostileRun("second");
        for (Path run : List.of(first, second)) {
            likelihood(run, "nll-1-first1.json", 77.11, 1, 1);
            likelihood(run, "nll-50.json", 92.73, 50, 10_000);
            likelihood(run, "nll-5000.json", 90.21, 5000, 10_000);
        }
        String alike = Files.readString(Report.compare(List.of(first, second), folder.resolve("alike.html")));
        assertThat(alike)
                .contains(
                        ">90.21<",
                        "Every run has its −log p from 5,000 samples, has its −log p on 10,000 examples, has failed and trained")
                .doesNotContain(">77.11<", ">92.73<", "not estimated alike");
        Files.delete(second.resolve("eval/nll-5000.json"));
        String page = Files.readString(Report.compare(List.of(first, second), folder.resolve("report.html")));
        assertThat(page)
                .contains("not estimated alike", "50 samples on 10,000 examples; 5,000 samples on 10,000 examples")
                .contains(">90.21<", ">92.73<");
        assertThat(Files.readString(Report.write(second))).contains("1 draw, 1 example, model of epoch 40");
    }

    @Test
    void runsOfOneNameInTwoFoldersHaveACurveEach() throws IOException {
        Path one = hostileRun("a/seed1");
        Path two = hostileRun("b/seed1");
        assertThat(Files.readString(Report.compare(List.of(one, two), folder.resolve("report.html"))))
                .contains(": 2 curves over the epochs", "seed1 (2)")
                .doesNotContain("cannot draw");
    }

    /** Larochelle's set is binary as it is. */
    @Test
    void doesNotTakeThePublishedBinarisedSetForGrey() throws IOException {
        Path run = hostileRun("static");
        assertThat(Files.readString(Report.write(run))).contains("Bernoulli likelihood of values between 0 and 1");
        Path config = run.resolve("config.yaml");
        Files.writeString(config, Files.readString(config).replace("name: lines", "name: mnist-larochelle"));
        assertThat(Files.readString(Report.write(run)))
                .doesNotContain("Bernoulli likelihood of values between 0 and 1");
    }

    @Test
    void drawsALearningRateThatChanges() throws IOException {
        assertThat(Files.readString(Report.write(hostileRun("staged")))).contains("<figcaption><b>Learning rate.</b>");
    }

    @Test
    void saysWhatTheColoursOfTheHeatMapStandFor() throws IOException {
        assertThat(Files.readString(Report.write(hostileRun("map"))))
                .contains("<p class=\"scale\"><span>0</span><svg", "<span>2.5 nats</span></p>");
    }

    @Test
    void writesItsChartsForAPaper() throws IOException {
        Path run = hostileRun("paper");
        for (VectorFigure.Format format : VectorFigure.Format.values()) {
            List<Path> files = Report.figures(run, folder.resolve(format.name()), format);
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .contains("negElboNats." + format.name().toLowerCase(Locale.ROOT));
            assertThat(Files.readString(files.get(0), StandardCharsets.ISO_8859_1))
                    .contains(format == VectorFigure.Format.PDF ? "%PDF-1" : "width=\"86mm\"");
        }
    }

    /** An earlier version wrote an ELBO and a KL of 0 for codes, which are none. */
    @Test
    void callsNoCodesLossAnElboAndRanksItWithNoBound() throws IOException {
        Path code = hostileRun("code");
        Path config = code.resolve("config.yaml");
        Files.writeString(config, Files.readString(config).replace("model: {", "model: {kind: autoencoder, "));
        assertThat(Files.readString(Report.write(code)))
                .contains("<dt>reconstruction loss, test</dt>", "no bound")
                .doesNotContain("ELBO", "KL, test");
        String page = Files.readString(Report.compare(List.of(code, hostileRun("bound")), folder.resolve("both.html")));
        assertThat(page).contains("codes without a prior", "Nats of different protocols do not compare");
    }

    @Test
    void takesSeedsTogetherAndDrawsAMetricAgainstWhatWasVaried() throws IOException {
        List<Path> runs = new ArrayList<>();
        for (int seed = 1; seed < 4; seed++) {
            for (String beta : List.of("0.5", "2.0")) {
                Path run = hostileRun("seed" + seed + "-" + beta);
                Path config = run.resolve("config.yaml");
                Files.writeString(
                        config,
                        Files.readString(config).replace("seed: 1", "seed: " + seed) + "objective: {beta: " + beta
                                + "}\n");
                runs.add(run);
            }
        }
        String page = Files.readString(Report.compare(runs, folder.resolve("seeds.html")));
        assertThat(page)
                .contains(">105.31 ± 0.00<", ">2<", "Units are counted: the number of each seed stands there")
                .contains("Means over seeds", "−ELBO against objective.beta", "Reconstruction against KL")
                .contains("<dt>varied</dt><dd>seed (1, 2, 3), objective.beta (0.5, 2)</dd>")
                .contains("<th scope=\"col\" aria-sort=\"none\" class=\"number\"><button type=\"button\">KL (nats)")
                .contains("Every run has its −log p from 5,000 samples, has failed and trained for 40 epochs.");
    }

    @Test
    void saysInOneLineThatThereIsNoRun() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> Report.runs(folder.resolve("empty")))
                .isInstanceOf(RunDirectoryException.class)
                .hasMessageContaining("found no run in")
                .hasMessageContaining("expected directories with a config.yaml");
        assertThatThrownBy(() -> Report.runs(folder.resolve("nowhere"))).hasMessageContaining("found no directory");
    }

    @Test
    void looksRightInARealBrowser() throws IOException, InterruptedException {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path: the pages are not looked at");
        Path run = Report.write(hostileRun("seen"));
        Path runs = Report.compare(List.of(run.getParent(), hostileRun("other")), folder.resolve("report.html"));
        try (Browser browser = Browser.start(chromium.get())) {
            for (Path page : List.of(run, runs)) {
                for (boolean dark : new boolean[] {false, true}) {
                    for (int width : new int[] {360, 1280}) {
                        browser.look(width, 800, dark);
                        browser.open(page.toUri().toString());
                        assertThat(browser.complaints())
                                .as("%s at %d", page, width)
                                .isEmpty();
                        assertThat(browser.ask("document.documentElement.scrollWidth")
                                        .asInt())
                                .as("no horizontal overflow of %s at %d", page, width)
                                .isLessThanOrEqualTo(width);
                        assertThat(browser.ask("window.harm === undefined").asBoolean())
                                .isTrue();
                    }
                }
                assertThat(browser.ask("Array.from(document.images).filter(i => !(i.complete && i.naturalWidth > 0"
                                        + " && i.alt)).length")
                                .asInt())
                        .as("images that did not load or have no text")
                        .isZero();
                assertThat(browser.ask("Array.from(document.querySelectorAll('.chart > svg')).filter(s =>"
                                        + " !s.getAttribute('aria-label') || s.getBoundingClientRect().height < 100)"
                                        + ".length")
                                .asInt())
                        .isZero();
            }
            assertThat(browser.ask("document.querySelectorAll('img').length").asInt())
                    .isEqualTo(2);
            sortsByClick(browser);
        }
    }

    /** The comparison has two rows, the first run before the second by its value. */
    private static void sortsByClick(Browser browser) {
        String first = "document.querySelector('table').tBodies[0].rows[0].cells[0].textContent";
        String click = "document.querySelector('th button').click()";
        browser.ask(click);
        assertThat(browser.ask(first).asText()).isEqualTo("other");
        browser.ask(click);
        assertThat(browser.ask(first).asText()).isEqualTo("seen");
        assertThat(browser.ask("document.querySelector('th').getAttribute('aria-sort')")
                        .asText())
                .isEqualTo("descending");
    }

    /** A run of which everything that is text tries to do harm, and everything that is a number is known. */
    private Path hostileRun(String name) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        Files.createDirectories(run.resolve("eval"));
        Files.createDirectories(run.resolve("figures"));
        Files.writeString(
                run.resolve("config.yaml"),
                "experiment: \"" + HOSTILE.replace("\"", "\\\"") + "\"\nseed: 1\n"
                        + "data: {name: lines, limit: 500, binarisation: none}\nmodel: {likelihood: bernoulli}\n");
        Files.writeString(
                run.resolve("provenance.json"),
                Json.pretty(Map.of("study", HOSTILE, "code", Map.of("version", HOSTILE, "dirty", "true"))));
        Files.writeString(
                run.resolve("status.json"),
                Json.pretty(Map.of(
                        "state",
                        "FAILED",
                        "reason",
                        HOSTILE,
                        "started",
                        "2026-01-01T00:00:00Z",
                        "heartbeat",
                        "2026-01-01T00:01:00Z",
                        "seconds",
                        60,
                        "doing",
                        HOSTILE,
                        "fraction",
                        1,
                        "host",
                        "h",
                        "pid",
                        1)));
        Files.writeString(
                run.resolve("log.txt"),
                "2026-01-01T00:00:00.000Z WARN  o.v.e.Test the disk is nearly full\n"
                        + "2026-01-01T00:00:00.000Z INFO  o.v.e.Test all is well\n");
        Files.writeString(
                run.resolve("eval/test.json"),
                "{\"negElboNats\":105.312,\"reconstructionNats\":79.3,\"klNats\":26.01,\"standardErrorNats\":0.2571}");
        Files.writeString(
                run.resolve("eval/nll-5000.json"),
                "{\"negLogLikelihoodNats\":101.4,\"standardError\":0.24,\"samples\":5000}");
        Files.writeString(
                run.resolve("eval/results.json"),
                Json.pretty(Map.of("note", HOSTILE, "trials", List.of(Map.of("name", HOSTILE, "klNats", 1.5)))));
        Files.writeString(run.resolve("metrics.jsonl"), String.join("\n", metrics()) + "\n");
        latents().write(run.resolve("eval/latents.csv"));
        Path picture = run.resolve("figures/samples.png");
        new ImageSheet(1, 2, 2).columns(2).add(new float[4]).add(new float[4]).save(picture);
        Caption.sheet(HOSTILE, HOSTILE, HOSTILE).save(picture);
        return run;
    }

    private static List<String> metrics() {
        List<String> lines = new ArrayList<>();
        for (int epoch = 1; epoch <= 40; epoch++) {
            double test = 100 + Math.abs(epoch - 20) * 0.15;
            lines.add(String.format(
                    Locale.ROOT,
                    "{\"epoch\":%d,\"train\":{\"negElboNats\":%f,\"reconstructionNats\":80,\"klNats\":20},"
                            + "\"test\":{\"negElboNats\":%f,\"reconstructionNats\":80,\"klNats\":20},"
                            + "\"diagnostics\":{\"klPerDimensionNats\":[0.1,%f,2.5],\"activeUnits\":2},\"learningRate\":%s,\"seconds\":1.5}",
                    epoch,
                    110.0 - epoch / 10.0,
                    test,
                    epoch / 40.0,
                    epoch <= 20 ? "1.0E-3" : "5.0E-4"));
        }
        return lines;
    }

    private static LatentTable latents() {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            rows.add(new double[] {i, i % 3, Math.sin(i), Math.cos(i), 0, -1, -1, 0});
        }
        return new LatentTable(List.of(HOSTILE), 3, true, rows);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
