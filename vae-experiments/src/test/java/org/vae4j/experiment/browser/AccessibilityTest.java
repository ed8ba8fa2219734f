package org.vae4j.experiment.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.watch.WatchServer;

/**
 * Deque's axe-core looks at every kind of page in a real Chromium, light and dark: contrast, texts, names, roles.
 * Skipped, saying so, where Chromium, npm or the package is not to be had.
 */
class AccessibilityTest {

    private static final String PACKAGE = "axe-core@4.10.3";
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    static Path folder;

    private static Browser browser;
    private static String axe;
    private static Path run;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path: nobody looks at the pages");
        axe = axe().orElse("");
        assumeTrue(!axe.isEmpty(), "npm gives no " + PACKAGE + ": nobody looks at the pages");
        run = TinyRun.train(folder, "objective.beta=4", "objective.betaWarmupEpochs=2");
        browser = Browser.start(chromium.get());
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (browser != null) {
            browser.close();
        }
    }

    /** The package's one script, by npm's ordinary client. */
    private static Optional<String> axe() throws IOException, InterruptedException {
        try {
            Process npm = new ProcessBuilder("npm", "pack", PACKAGE, "--silent")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("npm.txt").toFile())
                    .start();
            if (!npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                npm.destroyForcibly();
                return Optional.empty();
            }
            Path archive = folder.resolve(PACKAGE.replace('@', '-') + ".tgz");
            if (npm.exitValue() != 0 || !Files.isRegularFile(archive)) {
                return Optional.empty();
            }
            Process tar = new ProcessBuilder("tar", "-xzOf", archive.toString(), "package/axe.min.js").start();
            try (InputStream out = tar.getInputStream()) {
                return Optional.of(new String(out.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // There is no npm.
            return Optional.empty();
        }
    }

    @Test
    void findsNothingSeriousInTheReport() throws InterruptedException {
        assertThat(found(run.resolve(Report.FILE).toUri().toString())).isEmpty();
    }

    @Test
    void findsNothingSeriousInAComparison() throws IOException, InterruptedException {
        List<Path> runs = new ArrayList<>(List.of(run));
        for (int seed = 2; seed < 4; seed++) {
            runs.add(TinyRun.train(folder, "seed=" + seed));
        }
        Path page = Report.compare(runs, folder.resolve("comparison.html"));
        assertThat(found(page.toUri().toString())).isEmpty();
    }

    /** Two axes and two seeds: means with intervals, metrics against what was varied, the front. */
    @Test
    void findsNothingSeriousInASweep() throws IOException, InterruptedException {
        List<Path> trials = new ArrayList<>();
        for (String beta : List.of("1", "2")) {
            for (String latent : List.of("2", "3")) {
                for (String seed : List.of("1", "2")) {
                    trials.add(TinyRun.train(
                            folder,
                            "objective.beta=" + beta,
                            "model.latent=" + latent,
                            "seed=" + seed,
                            "training.epochs=1"));
                }
            }
        }
        Path page = Report.compare(trials, folder.resolve("sweep.html"));
        assertThat(Files.readString(page)).contains("Means over seeds", "KL against objective.beta");
        assertThat(found(page.toUri().toString())).isEmpty();
    }

    @Test
    void findsNothingSeriousInTheLivePage() throws IOException, InterruptedException {
        try (WatchServer server = WatchServer.start(run, 0)) {
            assertThat(found(server.address().toString())).isEmpty();
        }
    }

    /** What axe calls serious or critical, one line each, in both schemes, on a desk and on a phone. */
    private static List<String> found(String address) throws InterruptedException {
        List<String> found = new ArrayList<>();
        for (int look = 0; look < 4; look++) {
            boolean dark = look % 2 == 1;
            browser.look(look < 2 ? 1280 : 390, 900, dark);
            browser.open(address);
            if (address.startsWith("http")) {
                browser.becomes("document.querySelectorAll('.sliders input').length > 0");
                browser.becomes("document.querySelectorAll('#curves svg').length > 0");
            }
            browser.ask("void (0, eval)(" + quoted(axe) + ")");
            JsonNode violations = browser.ask(
                    "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.filter(v => v.impact === 'serious'"
                            + " || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0,"
                            + " 160) + ' ' + (n.any[0] ? n.any[0].message : '')).join(' | ')))");
            violations.forEach(violation -> found.add((dark ? "dark: " : "light: ") + violation.asText()));
        }
        return found;
    }

    private static String quoted(String text) {
        return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
    }
}
