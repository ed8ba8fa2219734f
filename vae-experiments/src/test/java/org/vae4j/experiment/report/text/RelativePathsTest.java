package org.vae4j.experiment.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelativePathsTest {

    private final RelativePaths places = new RelativePaths(Path.of("/home/somebody/runs/mnist-vae/seed1"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cannot read /home/somebody/runs/mnist-vae/seed1/eval/x.json (gone) | cannot read eval/x.json (gone)",
                "data.source=/home/somebody/own | data.source=../../../own",
                "vae run --runs '/home/somebody/runs' | vae run --runs '../..'",
                "in /home/somebody/runs/mnist-vae/seed1/ | in .",
                "https://example.org/some/page | https://example.org/some/page",
                "20/10/2026 and/or ../up/there ~/own/data | 20/10/2026 and/or ../up/there ~/own/data",
                "a / b and /tmp | a / b and /tmp"
            })
    void pathsBecomeRelativeToTheRun(String text, String page) {
        assertThat(places.in(text)).isEqualTo(page);
        assertThat(places.in(page)).isEqualTo(page);
    }

    @Test
    void pathsInTreesBecomeRelative() throws Exception {
        JsonNode tree = new ObjectMapper().readTree("{\"a\": [\"/home/somebody/own\", 3], \"b\": {\"c\": true}}");
        assertThat(places.in(tree))
                .isEqualTo(new ObjectMapper().readTree("{\"a\": [\"../../../own\", 3], \"b\": {\"c\": true}}"));
    }
}
