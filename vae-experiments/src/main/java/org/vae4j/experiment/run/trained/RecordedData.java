package org.vae4j.experiment.run.trained;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;

/**
 * The content of the data that a run has used so far, as its {@code provenance.json} records it.
 *
 * @param root the run directory
 * @param hashes the SHA-256 of each part, in the record's order; empty when no execution has recorded any
 */
public record RecordedData(Path root, List<String> hashes) {

    private static final Pattern SHA256 = Pattern.compile("\\b[0-9a-f]{64}\\b");

    /**
     * Reads what the newest execution that opened its data has recorded.
     *
     * @param root the run directory
     * @return the record, without hashes where no execution has opened its data
     * @throws RunDirectoryException when the provenance is damaged
     */
    public static RecordedData of(Path root) {
        JsonNode provenance = RunFiles.in(root).json("provenance.json");
        JsonNode data = provenance.path("data");
        for (JsonNode earlier : provenance.path("continues")) {
            data = data.isMissingNode() ? earlier.path("data") : data;
        }
        return new RecordedData(root, hashes(data.toString()));
    }

    /**
     * Refuses data whose content differs from what the run has used. A run without a record accepts any data.
     *
     * @param identity the identity of the opened data, with the SHA-256 of each part
     * @throws RunDirectoryException when a part has another SHA-256
     */
    public void requireSame(String identity) {
        List<String> found = hashes(identity);
        // Earlier versions recorded the parts only; the hashes of their labels follow in equal number.
        boolean withoutLabels = found.size() == 2 * hashes.size();
        List<String> comparable = withoutLabels ? found.subList(0, hashes.size()) : found;
        if (!hashes.isEmpty() && !comparable.equals(hashes)) {
            throw new RunDirectoryException("found data with the content " + brief(found) + ", expected "
                    + brief(hashes) + ", which the run in " + root + " has used: put the first data back,"
                    + " or begin another run by --name");
        }
    }

    public RecordedData {
        hashes = List.copyOf(hashes);
    }

    private static List<String> hashes(String text) {
        return SHA256.matcher(text).results().map(MatchResult::group).toList();
    }

    /** The first eight digits of each hash, for a message. */
    private static String brief(List<String> hashes) {
        return "sha256 "
                + String.join(", ", hashes.stream().map(h -> h.substring(0, 8)).toList());
    }
}
