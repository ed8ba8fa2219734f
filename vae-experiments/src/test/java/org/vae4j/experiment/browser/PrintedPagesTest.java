package org.vae4j.experiment.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.report.html.Page;

/** Checks the layout of pages on paper, on a phone and on a desktop in a real Chromium. Skipped without Chromium. */
class PrintedPagesTest {

    private static final List<String> HEADINGS = List.of(
            "Runs",
            "Results by setting",
            "Curves",
            "Samples",
            "Training",
            "Pictures",
            "Latent space",
            "Evaluation",
            "Configuration",
            "Provenance");

    /** Pixels per inch of a rendered page, enough to find its last line. */
    private static final float COARSE = 20;

    private static final int DESKTOP_WIDTH = 1280;
    private static final int PHONE_WIDTH = 390;
    /** The smallest letters that can be read, in pixels. */
    private static final double LEAST_LETTERS = 12;

    @TempDir
    static Path folder;

    private static Browser browser;
    private static Path comparison;
    private static Path report;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Optional<Path> chromium = Browser.find();
        assumeTrue(chromium.isPresent(), "skipped: needs Chromium on the path");
        List<Path> runs = new ArrayList<>();
        for (String beta : List.of("0.5", "1", "4")) {
            for (String seed : List.of("1", "2")) {
                runs.add(TinyRun.train(folder, "objective.beta=" + beta, "model.latent=4", "seed=" + seed));
            }
        }
        comparison = Report.compare(runs, folder.resolve("comparison.html"));
        report = runs.get(0).resolve(Report.FILE);
        browser = Browser.start(chromium.get());
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void printedPageEndsInNoHeadingAndIsNotHalfEmpty() throws IOException, InterruptedException {
        for (Path page : List.of(comparison, report)) {
            browser.look(DESKTOP_WIDTH, 900, false);
            browser.open(page.toUri().toString());
            Path file = folder.resolve("page.pdf");
            browser.print(file);
            try (PDDocument document = Loader.loadPDF(Files.readAllBytes(file))) {
                for (int number = 1; number < document.getNumberOfPages(); number++) {
                    String last = lines(document, number)
                            .reduce((previous, line) -> line)
                            .orElse("");
                    assertThat(HEADINGS)
                            .as("last line of page %d of %s", number, page)
                            .doesNotContain(last);
                    assertThat(filled(document, number))
                            .as("how full page %d of %s is", number, page)
                            .isGreaterThan(0.6);
                }
            }
        }
    }

    private static Stream<String> lines(PDDocument document, int number) throws IOException {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setSortByPosition(true);
        stripper.setStartPage(number);
        stripper.setEndPage(number);
        return stripper.getText(document).lines().map(String::strip).filter(line -> !line.isEmpty());
    }

    /** The share of a page's height above its lowest dark pixel. */
    private static double filled(PDDocument document, int number) throws IOException {
        BufferedImage image = new PDFRenderer(document).renderImageWithDPI(number - 1, COARSE);
        for (int y = image.getHeight() - 1; y > 0; y--) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xff) < 0xe0) {
                    return (double) y / image.getHeight();
                }
            }
        }
        return 0;
    }

    @Test
    void rowsOfChartsFillTheWidthOfTheirSection() throws InterruptedException {
        browser.look(DESKTOP_WIDTH, 900, false);
        browser.open(comparison.toUri().toString());
        assertThat(browser.ask("[...document.querySelectorAll('.blocks.grid')].filter(grid => {"
                                + " const boxes = [...grid.children].map(figure => figure.getBoundingClientRect());"
                                + " const right = grid.getBoundingClientRect().right;"
                                + " return boxes.some(box => !boxes.some(other => Math.abs(other.top - box.top) < 2"
                                + " && Math.abs(other.right - right) < 2)); }).length")
                        .asInt())
                .as("sections with a row that has a hole at its end")
                .isZero();
        assertThat(browser.ask("document.querySelectorAll('.grid > .third').length")
                        .asInt())
                .isGreaterThanOrEqualTo(3);
    }

    /** The legends above charts have different heights, by which the charts could be displaced. */
    @Test
    void chartsOfARowStandAtOneHeight() throws InterruptedException {
        browser.look(DESKTOP_WIDTH, 900, false);
        browser.open(comparison.toUri().toString());
        assertThat(browser.ask("[...document.querySelectorAll('.grid > .half > .chart:first-of-type')].map(c =>"
                                + " c.getBoundingClientRect()).filter((r, i, all) => all.some(o => o !== r"
                                + " && Math.abs(o.top - r.top) < 40 && Math.abs(o.top - r.top) > 1)).length")
                        .asInt())
                .as("charts that stand slightly higher than their neighbours")
                .isZero();
    }

    /** The letters of ticks are paths of size 13 in the drawing, whose size on the page is measured. */
    @Test
    void lettersOfChartsAreLegibleAndNotCutOnAPhone() throws InterruptedException {
        browser.look(PHONE_WIDTH, 800, false);
        for (Path page : List.of(comparison, report)) {
            browser.open(page.toUri().toString());
            JsonNode sizes = browser.ask("[...document.querySelectorAll('.chart > svg')].map(svg => Math.min(..."
                    + "[...svg.querySelectorAll('.letters[font-size=\"13px\"] > path')].map(path =>"
                    + " path.getBoundingClientRect().height / path.getBBox().height * 13)))");
            assertThat(sizes)
                    .isNotEmpty()
                    .allSatisfy(size -> assertThat(size.asDouble()).isGreaterThan(LEAST_LETTERS));
            assertThat(browser.ask("[...document.querySelectorAll('.chart > svg')].filter(svg => {"
                                    + " const frame = svg.getBoundingClientRect();"
                                    + " return [...svg.querySelectorAll('.letters > path')].some(path => {"
                                    + " const box = path.getBoundingClientRect();"
                                    + " return box.left < frame.left || box.right > frame.right + 1; }); }).length")
                            .asInt())
                    .as("charts with labels that are cut")
                    .isZero();
        }
    }

    /** Letters of size 13 in the drawing are scaled with the drawing. */
    @Test
    void lettersOfChartsAreLegibleOnADesktop() throws InterruptedException {
        browser.look(DESKTOP_WIDTH, 900, false);
        for (Path page : List.of(comparison, report)) {
            browser.open(page.toUri().toString());
            assertThat(browser.ask("Math.min(...[...document.querySelectorAll('.grid .chart > svg')].map(svg => 13"
                                    + " * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))")
                            .asDouble())
                    .as("smallest letters of %s", page)
                    .isGreaterThan(LEAST_LETTERS);
        }
    }

    /** On a phone the figures of the latent space stand in one column, its scatter plots first. */
    @Test
    void scatterPlotsOfTheLatentSpaceStandTogetherOnAPhone() throws InterruptedException {
        browser.look(PHONE_WIDTH, 800, false);
        browser.open(report.toUri().toString());
        JsonNode kinds = browser.ask("[...document.querySelectorAll('#latent figure')].sort((a, b) =>"
                + " a.getBoundingClientRect().top - b.getBoundingClientRect().top).map(f => f.className)");
        List<String> shown = new ArrayList<>();
        kinds.forEach(kind -> shown.add(kind.asText()));
        assertThat(shown).startsWith("square", "square");
        assertThat(shown.subList(shown.lastIndexOf("square") + 1, shown.size())).doesNotContain("square");
        assertThat(shown.subList(0, shown.lastIndexOf("square"))).containsOnly("square");
    }

    /** A table of twenty columns and a hundred rows is printed in parts, without broken words. */
    @Test
    void printedTableFitsThePageAndRepeatsItsHead() throws IOException, InterruptedException {
        List<String> header = new ArrayList<>(List.of("run"));
        List<Page.Cell> row = new ArrayList<>(List.of(new Page.Cell("seed1-04b7ff8a7a", "", false, "")));
        for (int column = 1; column < 20; column++) {
            header.add("model.key" + column);
            row.add(column % 2 == 0 ? Page.Cell.of(100.25 + column) : Page.Cell.of("diagonal_gaussian"));
        }
        String page = page(List.of(), List.of(new Page.Table("", header, Collections.nCopies(100, row))));
        browser.look(DESKTOP_WIDTH, 900, false);
        browser.open(page);
        browser.print(folder.resolve("wide.pdf"));
        Set<String> words = new TreeSet<>();
        try (PDDocument document = Loader.loadPDF(Files.readAllBytes(folder.resolve("wide.pdf")))) {
            assertThat(document.getNumberOfPages()).isGreaterThan(1);
            for (int number = 1; number <= document.getNumberOfPages(); number++) {
                List<String> text = lines(document, number).toList();
                text.forEach(line -> words.addAll(List.of(line.split("\\s+"))));
                if (String.join(" ", text).contains("seed1")) {
                    assertThat(String.join("", text.subList(0, 4)))
                            .as("page " + number)
                            .contains("key");
                }
                assertThat(rightmost(document, number))
                        .as("right end of the text of page %d", number)
                        .isLessThan(document.getPage(0).getMediaBox().getWidth() - 30);
            }
        }
        words.removeIf(word -> word.matches("1\\d\\d\\.\\d+|(model\\.)?key\\d+|model\\."));
        assertThat(words)
                .containsAll(List.of("seed1-04b7ff8a7a", "run", "wide"))
                .isSubsetOf("seed1-04b7ff8a7a", "run", "wide", "Runs", "diagonal_", "gaussian", "diagonal_gaussian");
        browser.look(DESKTOP_WIDTH, 900, false);
        assertThat(browser.ask("document.querySelectorAll('table').length").asInt())
                .as("tables on the screen, after printing")
                .isEqualTo(1);
    }

    /** Heads break between words, so that ten columns of numbers fit beside each other. */
    @Test
    void printedTableThatFitsThePageIsNotSplit() throws IOException, InterruptedException {
        List<String> header = new ArrayList<>(List.of("run"));
        List<Page.Cell> row = new ArrayList<>(List.of(new Page.Cell("latent 20, beta 4, seed 1", "", false, "")));
        for (String head : List.of(
                "−ELBO (nats)",
                "standard error",
                "reconstruction (nats)",
                "KL (nats)",
                "active units",
                "seed",
                "model.latent",
                "objective.beta",
                "time (s)")) {
            header.add(head);
            row.add(Page.Cell.of(105.25));
        }
        browser.look(DESKTOP_WIDTH, 900, false);
        browser.open(page(List.of(), List.of(new Page.Table("", header, Collections.nCopies(5, row)))));
        browser.ask("void dispatchEvent(new Event('beforeprint'))");
        assertThat(browser.ask("document.querySelectorAll('table').length").asInt())
                .isEqualTo(1);
    }

    /** Writes a page of key numbers and blocks. Returns its address. */
    private static String page(List<Page.KeyNumber> numbers, List<Page.Block> blocks) throws IOException {
        Path file = folder.resolve("made.html");
        Files.writeString(
                file,
                Page.html(new Page.Content(
                        new Page.Head("", "wide", "", "", List.of()),
                        numbers,
                        List.of(),
                        List.of(new Page.Section("runs", "Runs", "", blocks)),
                        "")));
        return file.toUri().toString();
    }

    @Test
    void lastKeyNumbersShareARow() throws IOException, InterruptedException {
        for (int count = 2; count < 13; count++) {
            String page = page(
                    Collections.nCopies(count, new Page.KeyNumber("negative ELBO", "127.83", "0.33", "nats")),
                    List.of());
            for (int width : new int[] {DESKTOP_WIDTH, 800, PHONE_WIDTH}) {
                browser.look(width, 900, false);
                browser.open(page);
                assertThat(browser.ask("[...document.querySelectorAll('.numbers div')].slice(-2).map(d =>"
                                        + " d.getBoundingClientRect().top).every((top, i, all) => top === all[0])")
                                .asBoolean())
                        .as("the last two of %d numbers stand side by side at a width of %d", count, width)
                        .isTrue();
            }
        }
    }

    private static double rightmost(PDDocument document, int number) throws IOException {
        double[] rightmost = {0};
        PDFTextStripper stripper = new PDFTextStripper() {
            @Override
            protected void processTextPosition(TextPosition text) {
                rightmost[0] = Math.max(rightmost[0], text.getXDirAdj() + text.getWidthDirAdj());
            }
        };
        stripper.setStartPage(number);
        stripper.setEndPage(number);
        stripper.getText(document);
        return rightmost[0];
    }

    /** A shadow, drawn by a background that does not scroll, shows that columns are hidden on the right. */
    @Test
    void wideTableOnAPhoneShowsThatItScrollsAndKeepsItsFirstColumn() throws InterruptedException {
        browser.look(PHONE_WIDTH, 800, false);
        browser.open(comparison.toUri().toString());
        String table = "document.querySelectorAll('.scroll')[1]";
        assertThat(browser.ask(table + ".scrollWidth > " + table + ".clientWidth")
                        .asBoolean())
                .isTrue();
        assertThat(browser.ask("getComputedStyle(" + table + ").backgroundAttachment")
                        .asText())
                .isEqualTo("local, scroll, scroll");
        browser.ask(table + ".scrollLeft = 200");
        assertThat(browser.ask("Math.abs(" + table + ".querySelector('td').getBoundingClientRect().left - " + table
                                + ".getBoundingClientRect().left)")
                        .asDouble())
                .as("distance of the first column from the edge")
                .isLessThan(1);
    }

    @Test
    void hashOfARunIsNotBrokenOnAPhone() throws InterruptedException {
        browser.look(PHONE_WIDTH, 800, false);
        browser.open(comparison.toUri().toString());
        assertThat(browser.ask("[...document.querySelectorAll('td:first-child a')].filter(a => { const text ="
                                + " a.firstChild; const range = document.createRange();"
                                + " range.setStart(text, text.data.indexOf('-') + 1); range.setEnd(text, text.length);"
                                + " return range.getClientRects().length > 1; }).length")
                        .asInt())
                .as("names whose hash is broken")
                .isZero();
    }
}
