package org.vae4j.experiment.report.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.browser.Browser;
import org.vae4j.experiment.config.binding.ConfigException;

class GalleryTest {

    @TempDir
    Path folder;

    @Test
    void aGalleryHasTheReportOfEachRunAndNoPathsOfThisMachine() throws IOException {
        Path site = folder.resolve("site");
        Gallery.write(List.of(run("a", 1), run("b", 2), run("50% #1", 3)), site);
        assertThat(site.resolve("index.html"))
                .content()
                .contains(
                        "3 runs",
                        "href=\"runs/small/a/report.html\"",
                        "href=\"runs/small/50%25%20%231/report.html\"",
                        "Search these runs")
                .doesNotContain(folder.toString());
        assertThat(site.resolve("runs/small/a/report.html"))
                .content()
                .contains("The log says: the disk is nearly full")
                .doesNotContain(folder.toString());
        assertThat(site.resolve("runs/small/a/checkpoints")).doesNotExist();
        assertThat(site.resolve("runs/small/a/log.txt")).content().doesNotContain("private");
        assertThat(site.resolve("gallery.json")).content().contains("\"report\" : \"runs/small/b/report.html\"");
    }

    @Test
    void writeReplacesAnEarlierGallery() throws IOException {
        Path site = folder.resolve("site");
        Path run = run("a", 1);
        Gallery.write(List.of(run), site);
        Gallery.write(List.of(run, run("b", 2)), site);
        assertThat(site.resolve("index.html")).content().contains("2 runs");
    }

    @Test
    void writeRefusesAFolderWithOtherFiles() throws IOException {
        List<Path> runs = List.of(run("a", 1));
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.writeString(other.resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> Gallery.write(runs, other))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("which is no earlier gallery");
        assertThat(other.resolve("index.html")).doesNotExist();
    }

    @Test
    void anArchiveOfOneRunHasItsReportAndItsFiles() throws IOException {
        Path zip = folder.resolve("one.zip");
        ReportArchive.write(List.of(run("a", 1)), zip);
        Map<String, String> entries = entries(zip);
        assertThat(entries)
                .containsKeys("a/report.html", "a/config.yaml", "a/metrics.jsonl", "a/eval/test.json")
                .doesNotContainKey("a/checkpoints/last.zip");
        assertThat(entries.get("a/report.html")).contains("<h1>small").doesNotContain(folder.toString());
    }

    @Test
    void anArchiveHasTheSameBytesEachTime() throws IOException {
        List<Path> runs = List.of(run("a", 1));
        Path first = folder.resolve("first.zip");
        Path second = folder.resolve("second.zip");
        ReportArchive.write(runs, first);
        ReportArchive.write(runs, second);
        assertThat(second).hasSameBinaryContentAs(first);
    }

    @Test
    void anArchiveOfSeveralRunsIsAGallery() throws IOException {
        Path zip = folder.resolve("two.zip");
        ReportArchive.write(List.of(run("a", 1), run("b", 2)), zip);
        assertThat(entries(zip)).containsKeys("index.html", "runs/small/a/report.html", "runs/small/b/report.html");
    }

    @Test
    void theIndexSearchesAndComparesRunsWithoutAServer() throws IOException, InterruptedException {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the path");
        Path page = Gallery.write(List.of(run("alpha", 1), run("beta", 2), run("gamma", 3)), folder.resolve("site"));
        try (Browser browser = Browser.start(chromium.get())) {
            browser.open(page.toUri().toString());
            String shownRows =
                    "Array.from(document.querySelector('.search + table').tBodies[0].rows).filter(r => r.offsetHeight > 0).length";
            assertThat(browser.ask(shownRows).asInt()).isEqualTo(3);
            browser.ask("{ const w = document.querySelector('.search input'); w.value = 'BETA 102';"
                    + " w.dispatchEvent(new Event('input')); }");
            assertThat(browser.ask(shownRows).asInt()).isEqualTo(1);
            browser.ask("{ const w = document.querySelector('.search input'); w.value = '';"
                    + " w.dispatchEvent(new Event('input')); }");
            browser.ask("document.querySelectorAll('td input').forEach((t, i) => { if (i > 0) t.click(); })");
            browser.ask("document.querySelector('.search button').click()");
            assertThat(browser.ask(shownRows).asInt()).isEqualTo(2);
            assertThat(browser.ask("document.querySelectorAll('td.differs').length > 0")
                            .asBoolean())
                    .isTrue();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    private static Map<String, String> entries(Path zip) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private Path run(String name, int seed) throws IOException {
        Path run = Files.createDirectories(folder.resolve("in").resolve(name));
        Files.createDirectories(run.resolve("eval"));
        Files.createDirectories(run.resolve("checkpoints"));
        Files.writeString(run.resolve("checkpoints/last.zip"), "weights");
        Files.writeString(run.resolve("config.yaml"), "experiment: small\nseed: " + seed + "\n");
        Files.writeString(
                run.resolve("status.json"),
                "{\"state\":\"DONE\",\"started\":\"2026-01-01T00:00:00Z\",\"heartbeat\":\"2026-01-01T00:01:00Z\","
                        + "\"seconds\":60,\"doing\":\"done\",\"fraction\":1,\"host\":\"h\",\"pid\":1}");
        Files.writeString(run.resolve("metrics.jsonl"), "{\"epoch\":1,\"train\":{\"negElboNats\":" + seed + "}}\n");
        Files.writeString(run.resolve("eval/test.json"), "{\"negElboNats\":" + (100 + seed) + "}");
        Files.writeString(
                run.resolve("log.txt"),
                "2026-01-01T00:00:00Z INFO x private\n2026-01-01T00:00:01Z WARN x the disk is nearly full\n");
        return run;
    }
}
