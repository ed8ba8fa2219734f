package org.vae4j.experiment.sweep.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Comma-separated values with a header (RFC 4180). */
final class Csv {

    private static final CsvMapper MAPPER = new CsvMapper();

    private Csv() {}

    /**
     * Formats a table.
     *
     * @param header the names of the columns
     * @param rows as many cells per row as there are columns
     */
    static String write(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        try {
            return MAPPER.writer(CsvSchema.emptySchema()).writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
