package org.vae4j.experiment.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The content of a lease's file: one JSON object.
 *
 * @param owner the process that took the lease
 * @param taken the time when it took the lease, ISO 8601 in UTC
 * @param outcome the outcome that the owner gave when it released the lease; empty while it holds the lease
 */
public record LeaseRecord(ProcessIdentity owner, String taken, String outcome) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String OUTCOME = "outcome";

    static LeaseRecord takenBy(ProcessIdentity owner) {
        return new LeaseRecord(owner, Instant.now().toString(), "");
    }

    LeaseRecord released(String withOutcome) {
        if (withOutcome.isBlank()) {
            throw new IllegalArgumentException("found no outcome, expected some words: without them a lease is held");
        }
        return new LeaseRecord(owner, taken, withOutcome);
    }

    /** {@return whether the owner has given the lease back} */
    public boolean isReleased() {
        return !outcome.isEmpty();
    }

    /**
     * Reads a lease that this version or version 0.1 wrote.
     *
     * @param file the file of the lease
     * @return the content; if the file is empty or incomplete, a lease that an unknown process holds
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws IOException if the file cannot be read
     */
    public static LeaseRecord read(Path file) throws IOException {
        JsonNode content;
        try {
            content = MAPPER.readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            // Its owner is still writing it, or has died while it wrote: somebody holds it, for now.
            content = MAPPER.createObjectNode();
        }
        return new LeaseRecord(
                owner(content),
                content.path("taken").asText(),
                // Version 0.1 writes null while the lease is held.
                content.path(OUTCOME).isTextual() ? content.path(OUTCOME).asText() : "");
    }

    private static ProcessIdentity owner(JsonNode content) {
        JsonNode owner = content.path("owner");
        if (owner.isObject()) {
            return new ProcessIdentity(
                    owner.path("host").asText(),
                    owner.path("place").asText(),
                    owner.path("pid").asLong(),
                    owner.path("started").asLong());
        }
        return content.has("processStarted")
                ? ProcessIdentity.ofVersion01(
                        content.path("host").asText(),
                        content.path("place").asText(),
                        content.path("pid").asLong(),
                        content.path("processStarted").asText())
                : ProcessIdentity.UNKNOWN;
    }

    String json() {
        ObjectNode content = MAPPER.createObjectNode();
        content.putObject("owner")
                .put("host", owner.host())
                .put("place", owner.place())
                .put("pid", owner.pid())
                .put("started", owner.started());
        content.put("taken", taken);
        if (isReleased()) {
            content.put(OUTCOME, outcome);
        }
        return content + "\n";
    }
}
