package org.vae4j.experiment.rundir;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results of a run that trained on: what was measured before must not be lost to what is measured now. */
public final class KeptResults {

    private KeptResults() {}

    /**
     * Renames a result of another epoch from {@code NAME.json} to {@code NAME-epochN.json}, so that the name is free.
     *
     * @param file a result in JSON; need not exist
     * @param key under which it has its epoch
     * @param epoch of what is to be written; a result of the same stays where it is
     * @throws IOException when it cannot be renamed
     */
    public static void aside(Path file, String key, int epoch) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        JsonNode before;
        try {
            before = Json.read(file, JsonNode.class).path(key);
        } catch (IOException e) {
            return; // Half a file is no result.
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
