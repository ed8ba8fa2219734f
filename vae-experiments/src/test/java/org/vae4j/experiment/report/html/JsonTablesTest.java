package org.vae4j.experiment.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTablesTest {

    private static final String RESULT = """
            {"negElboNats": 127.83461, "empty": [], "by": {"1": 2.5, "64": 2},
             "diagnostics": {"a": 1, "b": 2, "c": 3, "kl": [1, 2, 3, 4, 5]}}
            """;

    private static List<Page.Block> tables(String caption, String json) throws JsonProcessingException {
        return JsonTables.of(caption, new ObjectMapper().readTree(json));
    }

    private static List<Page.Pair> pairs(Page.Block table) {
        return ((Page.Pairs) table).pairs();
    }

    @Test
    void aListOfObjectsIsATableWhoseNumbersAreAlignedAndSortedByAllDigits() throws JsonProcessingException {
        Page.Table table = (Page.Table)
                tables("", "{\"levels\": [{\"kl\": 0.5}, {\"kl\": 0.49671}]}").get(0);
        assertThat(table.rows())
                .extracting(row -> row.get(0).text() + " " + row.get(0).sort())
                .containsExactly("0.5000 0.5", "0.4967 0.49671");
    }

    @Test
    void anObjectOfSeveralValuesIsATableOfItsOwn() throws JsonProcessingException {
        assertThat(tables("Test", RESULT))
                .extracting(table -> ((Page.Pairs) table).caption())
                .containsExactly("Test", "Test: diagnostics");
    }

    @Test
    void anObjectOfFewValuesStandsAmongTheOthersAndAnEmptyListDoesNot() throws JsonProcessingException {
        assertThat(pairs(tables("Test", RESULT).get(0)))
                .extracting(Page.Pair::name)
                .containsExactly("negative ELBO (nats)", "by: 1", "by: 64");
    }

    @Test
    void aNumberIsShownWithFourDigitsAndKeepsAllOfThem() throws JsonProcessingException {
        Page.Pair total = pairs(tables("Test", RESULT).get(0)).get(0);
        assertThat(total.text()).isEqualTo("127.8");
        assertThat(total.full()).isEqualTo("127.83461");
    }

    @Test
    void aListOfSeveralNumbersIsAChartOfAsManyBars() throws JsonProcessingException {
        Page.Pair kl = pairs(tables("Test", RESULT).get(1)).get(3);
        assertThat(kl.svg()).startsWith("<svg").containsPattern("(<rect [^>]*/>){5}</svg>$");
        assertThat(kl.svg().split("<rect ", -1)).hasSize(5 + 1);
        assertThat(kl.text()).isEqualTo("5 values from 1 to 5");
    }
}
