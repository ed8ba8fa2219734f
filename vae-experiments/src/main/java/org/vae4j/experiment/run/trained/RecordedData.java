package org.vae4j.experiment.run.trained;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;

/**
 * The content of the data that a run has used so far, out of its {@code provenance.json}.
 *
 * @param root the run directory
 * @param hashes SHA-256 of each part, in the record's order; empty when no execution has recorded any
 */
public record RecordedData(Path root, List<String> hashes) {

    private static final Pattern SHA256 = Pattern.compile("\\b[0-9a-f]{64}\\b");

    /**
     * The data of the newest execution that has opened its data.
     *
     * @param root the run directory
     * @return without hashes where no execution has
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
     * Refuses data whose content is another than what the run has used.
     *
     * @param identity of the data that was opened
     * @throws RunDirectoryException when a part has another SHA-256
     */
    public void requireSame(String identity) {
        List<String> found = hashes(identity);
        // Runs of earlier versions recorded the parts alone, without a hash of the labels of each behind them.
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

    /** The first digits of hashes, which are enough to tell two apart. */
    private static String brief(List<String> hashes) {
        return "sha256 "
                + String.join(", ", hashes.stream().map(h -> h.substring(0, 8)).toList());
    }
}
