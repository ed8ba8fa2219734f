package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "negElboNats, negative ELBO (nats)",
        "negBoundNatsBySamples, negative bound by samples (nats)",
        "secondsPerEpoch, seconds per epoch",
        "maxHeapMiB, max heap (MiB)",
        "openMpThreads, OpenMP threads",
        "blasVendor, BLAS vendor",
        "OMP_NUM_THREADS, OMP_NUM_THREADS",
        "gan, GAN",
        "nats, nats"
    })
    void nameAKeyAsPeopleRead(String key, String label) {
        assertThat(Words.label(key)).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource({
        "127.8346, 127.8",
        "0.3124, 0.3124",
        "-0.5, −0.5",
        "-3, −3",
        "10000, 10000",
        "0.5, 0.5",
        "443.0138, 443.0",
        "0.00005, 5e−5",
        "0.0000123456, 1.235e−5",
        "2.5e12, 2.5e12",
        "0, 0"
    })
    void haveFourDigits(double value, String text) {
        assertThat(Words.number(value)).isEqualTo(text);
    }

    @Test
    void ofATableStandAlignedAndKeepAllDigits() throws IOException {
        Page.Table table = (Page.Table)
                JsonTables.of("", new ObjectMapper().readTree("{\"levels\": [{\"kl\": 0.5}, {\"kl\": 0.49671}]}"))
                        .get(0);
        assertThat(table.rows())
                .extracting(row -> row.get(0).text() + " " + row.get(0).sort())
                .containsExactly("0.5000 0.5", "0.4967 0.49671");
    }

    @Test
    void tellAMomentToTheSecond() {
        assertThat(Words.moment("2026-11-30T15:03:19.993035249Z")).isEqualTo("2026-11-30 15:03:19 UTC");
        assertThat(Words.moment("last")).isEqualTo("last");
    }

    /** The first digits tell hashes apart; no column holds all of them. */
    @Test
    void cutLongHashes() {
        String hash = "1c465edf1c5dedea828ac5dc5f48f70602470b0a393926db37a445950035d98b";
        assertThat(Words.cutHashes("train=64:sha256:" + hash + " limit=none"))
                .isEqualTo("train=64:sha256:1c465edf1c5d… limit=none");
        assertThat(Words.cutHashes("seed1-348dda906d")).isEqualTo("seed1-348dda906d");
    }

    /** What is below one key has a table of its own, and all digits stay to be read. */
    @Test
    void giveEachPartOfAResultATable() throws IOException {
        List<Page.Block> blocks = JsonTables.of(
                "Test",
                new ObjectMapper()
                        .readTree("{\"negElboNats\": 127.83461, \"empty\": [], \"by\": {\"1\": 2.5, \"64\": 2},"
                                + " \"diagnostics\": {\"a\": 1, \"b\": 2, \"c\": 3, \"kl\": [1, 2, 3, 4, 5]}}"));
        assertThat(blocks)
                .extracting(block -> ((Page.Pairs) block).caption())
                .containsExactly("Test", "Test: diagnostics");
        List<Page.Pair> plain = ((Page.Pairs) blocks.get(0)).pairs();
        assertThat(plain).extracting(Page.Pair::name).containsExactly("negative ELBO (nats)", "by: 1", "by: 64");
        assertThat(plain.get(0).text()).isEqualTo("127.8");
        assertThat(plain.get(0).full()).isEqualTo("127.83461");
        assertThat(((Page.Pairs) blocks.get(1)).pairs().get(3).svg()).contains("<svg");
    }
}
