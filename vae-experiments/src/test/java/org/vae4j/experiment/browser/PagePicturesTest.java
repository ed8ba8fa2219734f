package org.vae4j.experiment.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.watch.WatchServer;

/**
 * Makes the pictures of pages in {@code docs/img} from a finished run of {@code mnist-vae}. {@code scripts/gallery}
 * runs it and names the run by {@code -Dvae4j.pictures}; without that it is skipped.
 */
@EnabledIfSystemProperty(named = "vae4j.pictures", matches = ".+")
class PagePicturesTest {

    private static final Path IMAGES = Path.of("..", "docs", "img");

    /** Shows the z of the first example, which is a seven, as a click on its point does. */
    private static final String FIRST_EXAMPLE = "void (z = points.means.map(mean => mean[0]), show())";

    @Test
    void picturesOfTheReportAndTheLivePageAreWritten() throws Exception {
        Path run = Path.of(System.getProperty("vae4j.pictures"));
        try (Browser browser = Browser.start(Browser.find().orElseThrow());
                WatchServer server = WatchServer.start(run, 0)) {
            browser.look(1100, 1250, false);
            browser.open(Report.write(run).toUri().toString());
            browser.view(IMAGES.resolve("report.png"), 1100, 1250);
            browser.open(server.address().toString());
            assertThat(browser.becomes("document.querySelectorAll('#curves svg').length > 0"))
                    .isTrue();
            assertThat(browser.becomes("points.means.length === z.length && z.length > 0"))
                    .isTrue();
            browser.ask(FIRST_EXAMPLE);
            assertThat(browser.becomes("!asking && [...document.images].every(image => image.complete)"))
                    .isTrue();
            browser.view(IMAGES.resolve("watch.png"), 1100, 955);
        }
        assertThat(Files.size(IMAGES.resolve("watch.png"))).isPositive();
    }
}
