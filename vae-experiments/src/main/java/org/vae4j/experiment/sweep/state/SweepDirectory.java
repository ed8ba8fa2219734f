package org.vae4j.experiment.sweep.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.sweep.plan.SweepFile;
import org.vae4j.experiment.sweep.plan.Trial;
import org.vae4j.file.AtomicFile;
import org.vae4j.file.FileClock;

/**
 * What belongs to a sweep but to none of its runs: {@code <runs>/sweeps/<name>}.
 *
 * <pre>
 * sweep.yaml       what was run last         table.csv      one row per trial
 * failures/*.json  why trials failed         summary.csv    over seeds
 * halving/         who was promoted          figures/*.png  comparisons
 * sweep-*.yaml     earlier versions          slurm/         the job and its output
 * </pre>
 *
 * <p>The results themselves are in the run directories, and the leases beside the sweeps: two sweeps may share trials.
 */
public final class SweepDirectory {

    private static final String COPY = "sweep.yaml";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path runs;
    private final Path root;

    /**
     * The directory of the sweep called {@code name}; nothing is made.
     *
     * @param runs the folder of all runs
     * @param name the name of the sweep
     */
    public SweepDirectory(Path runs, String name) {
        this.runs = runs;
        this.root = runs.resolve("sweeps").resolve(name);
    }

    /** {@return the folder of all runs} */
    public Path runs() {
        return runs;
    }

    /** {@return the sweep's own directory} */
    public Path root() {
        return root;
    }

    /** {@return the folder of the leases of all sweeps, because two of them may share trials} */
    public Path leases() {
        return runs.resolve("sweeps").resolve(".leases");
    }

    /** {@return the copy of the sweep's file} */
    public Path copy() {
        return root.resolve(COPY);
    }

    /**
     * Makes the directory and puts a copy of the file there; an earlier one that differs is kept beside it.
     *
     * @param file the file of the sweep
     */
    public boolean begin(SweepFile file) {
        try {
            Files.createDirectories(root);
            boolean same = Files.exists(copy()) && Files.readString(copy()).equals(file.text());
            boolean changed = Files.exists(copy()) && !same;
            if (changed) {
                keep(Files.readString(copy()));
            }
            if (!same) {
                AtomicFile.write(copy(), file.text());
            }
            return changed;
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
    }

    private void keep(String earlier) throws IOException {
        String name = "sweep-" + STAMP.format(Instant.now());
        Path kept = root.resolve(name + ".yaml");
        for (int i = 2; Files.exists(kept) && !Files.readString(kept).equals(earlier); i++) {
            kept = root.resolve(name + "-" + i + ".yaml");
        }
        AtomicFile.write(kept, earlier);
    }

    /**
     * A file below the directory; folders are made.
     *
     * @param name the path relative to the directory
     */
    public Path file(String name) {
        Path file = root.resolve(name);
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
        return file;
    }

    /**
     * Writes a file below the directory, whole or not at all.
     *
     * @param name the path relative to the directory
     * @param text the content
     */
    public void write(String name, String text) {
        try {
            AtomicFile.write(file(name), text);
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
    }

    /**
     * Records why a trial failed.
     *
     * @param trial the trial
     * @param failure the reason, and when
     */
    public void fail(Trial trial, Failure failure) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("index", trial.index());
        content.put("settings", trial.settings());
        content.put("reason", failure.reason());
        content.put("time", failure.time());
        content.put("lastWords", failure.lastWords());
        write(failureOf(trial), Json.pretty(content));
    }

    /**
     * The time by the clock of the disk: those of the hosts that share a sweep may differ.
     *
     * @return the time
     */
    public Instant now() {
        try {
            Files.createDirectories(root);
            return FileClock.now(root);
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
    }

    /**
     * Why a trial failed, if it failed and was not run since, and when by the clock of the disk.
     *
     * @param trial the trial
     */
    public Optional<Failure> failure(Trial trial) {
        Path file = root.resolve(failureOf(trial));
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode content = Json.read(file, JsonNode.class);
            return Optional.of(new Failure(
                    content.path("reason").asText(), FileClock.written(file).toString(), List.of()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Removes the record of a failure, because the trial is run again.
     *
     * @param trial the trial
     */
    public void forget(Trial trial) {
        try {
            Files.deleteIfExists(root.resolve(failureOf(trial)));
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
    }

    private static String failureOf(Trial trial) {
        return "failures/" + trial.key() + ".json";
    }
}
