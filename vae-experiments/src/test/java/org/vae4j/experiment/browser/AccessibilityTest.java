package org.vae4j.experiment.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
 * Checks the accessibility of every kind of page by Deque's axe-core in a real Chromium: contrast, texts, names and
 * roles, in the light and the dark scheme, at the width of a desktop and of a phone. Skipped without Chromium, npm or
 * axe-core.
 */
class AccessibilityTest {

    private static final String PACKAGE = "axe-core@4.10.3";
    private static final long PATIENCE_SECONDS = 60;
    private static final int DESKTOP_WIDTH = 1280;
    private static final int PHONE_WIDTH = 390;
    private static final int HEIGHT = 900;

    @TempDir
    static Path folder;

    private static Browser browser;
    private static String axe;
    private static Path run;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "skipped: needs Chromium on the path");
        axe = axe().orElse("");
        assumeTrue(!axe.isEmpty(), "skipped: npm could not fetch " + PACKAGE);
        run = TinyRun.train(folder, "objective.beta=4", "objective.betaWarmupEpochs=2");
        browser = Browser.start(chromium.get());
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (browser != null) {
            browser.close();
        }
    }

    /** Fetches the script of axe-core by npm; empty if that fails. */
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
    void reportHasNoSeriousViolation() throws InterruptedException {
        assertThat(violations(run.resolve(Report.FILE).toUri().toString())).isEmpty();
    }

    @Test
    void comparisonHasNoSeriousViolation() throws IOException, InterruptedException {
        List<Path> runs = new ArrayList<>(List.of(run));
        for (int seed = 2; seed < 4; seed++) {
            runs.add(TinyRun.train(folder, "seed=" + seed));
        }
        Path page = Report.compare(runs, folder.resolve("comparison.html"));
        assertThat(violations(page.toUri().toString())).isEmpty();
    }

    /** A sweep of two axes and two seeds has means with intervals, charts along the axes, and a front. */
    @Test
    void comparisonOfASweepHasNoSeriousViolation() throws IOException, InterruptedException {
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
        assertThat(violations(page.toUri().toString())).isEmpty();
    }

    @Test
    void livePageHasNoSeriousViolation() throws IOException, InterruptedException {
        try (WatchServer server = WatchServer.start(run, 0)) {
            assertThat(violations(server.address().toString())).isEmpty();
        }
    }

    /** The violations that axe calls serious or critical, one line each, at both widths in both schemes. */
    private static List<String> violations(String address) throws InterruptedException {
        List<String> found = new ArrayList<>();
        for (int width : new int[] {DESKTOP_WIDTH, PHONE_WIDTH}) {
            found.addAll(violations(address, width, false));
            found.addAll(violations(address, width, true));
        }
        return found;
    }

    private static List<String> violations(String address, int width, boolean dark) throws InterruptedException {
        browser.look(width, HEIGHT, dark);
        browser.open(address);
        if (address.startsWith("http")) {
            assertThat(browser.becomes("document.querySelectorAll('.sliders input').length > 0"))
                    .as("the live page has sliders")
                    .isTrue();
            assertThat(browser.becomes("document.querySelectorAll('#curves svg').length > 0"))
                    .as("the live page has curves")
                    .isTrue();
        }
        browser.ask("void (0, eval)(" + quoted(axe) + ")");
        JsonNode violations = browser.ask(
                "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.filter(v => v.impact === 'serious'"
                        + " || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0,"
                        + " 160) + ' ' + (n.any[0] ? n.any[0].message : '')).join(' | ')))");
        List<String> found = new ArrayList<>();
        violations.forEach(
                violation -> found.add(width + (dark ? " pixels, dark: " : " pixels, light: ") + violation.asText()));
        return found;
    }

    private static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
