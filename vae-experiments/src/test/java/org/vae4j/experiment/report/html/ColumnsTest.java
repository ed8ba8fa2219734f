package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    private static Page.Block picture(String title, double ratio) {
        return new Page.Picture("data:,", title, "", title, true, 544, ratio, 1, 1);
    }

    private static List<String> titles(List<Page.Block> blocks) {
        return blocks.stream().map(block -> ((Page.Picture) block).title()).toList();
    }

    /** Heights with captions: 0.55, 1.15, 1.15, 0.95, 0.45; half of them is 2.125. */
    @Test
    void balancedColumnsHaveNearlyEqualHeights() {
        List<Page.Block> blocks = List.of(
                picture("reconstructions", 0.4),
                picture("samples", 1),
                picture("manifold", 1),
                picture("interpolations", 0.8),
                picture("traversals", 0.3));
        assertThat(titles(Columns.balanced(blocks)))
                .containsExactly("reconstructions", "samples", "traversals", "manifold", "interpolations");
    }

    /** A reader of one column meets the blocks as they were given, whatever the two columns want. */
    @Test
    void placesKeepTheOrderForASingleColumn() {
        List<Page.Block> blocks = List.of(
                picture("reconstructions", 0.4),
                picture("samples", 1),
                picture("manifold", 1),
                picture("interpolations", 0.8),
                picture("traversals", 0.3));
        Page.Section section = new Page.Section("pictures", "Pictures", "", blocks, Page.Layout.FLOW);
        assertThat(section.columns().places()).containsExactly(0, 1, 4, 2, 3);
        String html = Page.html(
                new Page.Content(new Page.Head("", "", "", "", List.of()), List.of(), List.of(), List.of(section), ""));
        assertThat(html.replaceAll("(?s).*?<figure class=\"sheet\" style=\"order: (\\d)\">|<.*", "$1"))
                .startsWith("01423");
    }

    @Test
    void theFirstBlockStaysFirst() {
        List<Page.Block> blocks =
                Stream.of("a", "b", "c", "d").map(title -> picture(title, 1)).toList();
        assertThat(titles(Columns.balanced(blocks))).startsWith("a").containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(Columns.balanced(blocks.subList(0, 2))).isEqualTo(blocks.subList(0, 2));
    }
}
