package org.vae4j.experiment.reproduce.rerun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vae4j.experiment.rundir.RunFiles;

/** Finds the differences between the environments of two runs of one configuration, from {@code provenance.json}. */
final class Causes {

    /** Keys of the record on which no result depends. */
    private static final Set<String> IRRELEVANT = Set.of("commandLine", "started", "continues", "experiment", "study");

    private static final Set<String> IRRELEVANT_OF_THE_MACHINE = Set.of("host", "processors");

    private Causes() {}

    /** {@return the differences, by key; both runs have a provenance} */
    static List<Difference> between(Path then, Path now) {
        JsonNode before = record(then);
        JsonNode after = record(now);
        List<Difference> causes = new ArrayList<>(JsonLeaves.differences(before, after));
        if (isDirty(before) || isDirty(after)) {
            causes.add(new Difference("code.uncommittedChanges", "" + isDirty(before), "" + isDirty(after)));
        }
        if (RunFiles.in(then).json("provenance.json").path("continues").size() > 0) {
            causes.addAll(interruptions(then));
        }
        return causes;
    }

    /** Whether the code had uncommitted changes, so that two builds of one commit may differ. */
    private static boolean isDirty(JsonNode record) {
        return record.path("code").path("dirty").asText().equals("true");
    }

    /** The differences between the parts of the first run, which may have been continued on another machine. */
    private static List<Difference> interruptions(Path then) {
        List<Difference> causes = new ArrayList<>();
        JsonNode provenance = RunFiles.in(then).json("provenance.json");
        for (JsonNode earlierPart : provenance.path("continues")) {
            for (Difference difference : JsonLeaves.differences(stripped(earlierPart), record(then))) {
                causes.add(new Difference(
                        difference.what() + ", within the first run", difference.then(), difference.now()));
            }
        }
        return causes.stream().distinct().toList();
    }

    private static JsonNode record(Path root) {
        return stripped(RunFiles.in(root).json("provenance.json"));
    }

    /** A copy without the values on which no result depends. */
    private static JsonNode stripped(JsonNode provenance) {
        if (!(provenance.deepCopy() instanceof ObjectNode record)) {
            return provenance;
        }
        record.remove(IRRELEVANT);
        if (record.get("machine") instanceof ObjectNode machine) {
            machine.remove(IRRELEVANT_OF_THE_MACHINE);
        }
        if (record.get("java") instanceof ObjectNode java) {
            java.remove("maxHeapMiB");
        }
        if (record.get("environment") instanceof ObjectNode environment) {
            environment.properties().removeIf(e -> e.getKey().startsWith("SLURM_"));
        }
        return record;
    }
}
