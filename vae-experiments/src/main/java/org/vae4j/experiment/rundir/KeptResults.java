package org.vae4j.experiment.rundir;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps the results of a run that is trained further, so that new results do not overwrite earlier ones. */
public final class KeptResults {

    private KeptResults() {}

    /**
     * Renames a result of another epoch from {@code NAME.json} to {@code NAME-epochN.json}, so that the name is free.
     *
     * @param file the file of a result, which need not exist
     * @param key the key of the epoch in the file
     * @param epoch the epoch of the new result; an earlier result of the same epoch is left to be overwritten
     * @throws IOException if the file cannot be renamed
     */
    public static void aside(Path file, String key, int epoch) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        JsonNode before;
        try {
            before = Json.read(file, JsonNode.class).path(key);
        } catch (IOException e) {
            return; // A damaged file holds no result that could be kept.
        }
        if (before.isInt() && before.asInt() != epoch) {
            String name = file.getFileName().toString().replaceFirst("\\.json$", "-epoch" + before.asInt() + ".json");
            Path kept = file.resolveSibling(name);
            if (!Files.exists(kept)) {
                Files.move(file, kept);
            }
        }
    }
}
