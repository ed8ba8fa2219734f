package org.vae4j.experiment.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.vae4j.experiment.config.binding.ConfigException;

/** Reads the code cells of a Jupyter notebook (nbformat 4). */
public final class NotebookFile {

    /** 128 MiB. A notebook is parsed as a whole, and a file that is larger is probably none. */
    private static final int LARGEST_BYTES = 1 << 27;

    private NotebookFile() {}

    /**
     * Reads the code cells.
     *
     * @param file a file {@code .ipynb}
     * @return the code of each cell, in order
     * @throws IOException if the file cannot be read
     * @throws ConfigException if it is no notebook
     */
    public static List<String> code(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BYTES) {
            throw new ConfigException(
                    "found no file " + file + " of at most " + LARGEST_BYTES + " bytes, expected a notebook (.ipynb)");
        }
        try {
            JsonNode cells = new ObjectMapper().readTree(file.toFile()).path("cells");
            if (!cells.isArray()) {
                throw new ConfigException("found no cells in " + file + ", expected a notebook of format 4 (.ipynb)");
            }
            List<String> code = new ArrayList<>();
            for (JsonNode cell : cells) {
                if (cell.path("cell_type").asText().equals("code")) {
                    code.add(source(cell.path("source")));
                }
            }
            return code;
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    "cannot read " + file + " (" + e.getOriginalMessage() + "), expected a notebook (.ipynb)", e);
        }
    }

    private static String source(JsonNode source) {
        return source.isTextual()
                ? source.asText()
                : StreamSupport.stream(source.spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining());
    }
}
