package org.vae4j.experiment.sweep.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
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
 * The directory of a sweep, {@code <runs>/sweeps/<name>}, with the files that belong to the sweep as a whole.
 *
 * <pre>
 * sweep.yaml       the file run last         table.csv      one row per trial
 * failures/*.json  reasons of failures       summary.csv    means over seeds
 * halving/         promotions of trials      figures/*.png  comparisons
 * sweep-*.yaml     earlier versions          slurm/         the job and its output
 * </pre>
 *
 * <p>The results of trials are in their run directories. The leases on trials are in a folder beside the directories of
 * all sweeps, because two sweeps may share trials.
 */
public final class SweepDirectory {

    private static final String COPY = "sweep.yaml";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path runs;
    private final Path root;

    /**
     * The directory of the sweep called {@code name}, which need not exist.
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
     * Makes the directory and puts a copy of the sweep's file there. An earlier copy that differs is kept beside it.
     *
     * @param file the file of the sweep
     * @return whether there was an earlier copy that differs
     * @throws RunDirectoryException when the directory cannot be written
     */
    public boolean begin(SweepFile file) {
        try {
            Files.createDirectories(root);
            Optional<String> earlier = Files.exists(copy()) ? Optional.of(Files.readString(copy())) : Optional.empty();
            if (earlier.filter(file.text()::equals).isPresent()) {
                return false;
            }
            if (earlier.isPresent()) {
                keep(earlier.get());
            }
            AtomicFile.write(copy(), file.text());
            return earlier.isPresent();
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
     * Makes a folder below the directory, unless it is there.
     *
     * @param name the path relative to the directory
     * @return the folder
     * @throws RunDirectoryException when it cannot be made
     */
    public Path createFolder(String name) {
        return createFolder(below(name));
    }

    private Path createFolder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
    }

    /**
     * Writes a file below the directory, whole or not at all, and makes the folders that it needs.
     *
     * @param name the path relative to the directory
     * @param text the content
     * @throws RunDirectoryException when it cannot be written
     */
    public void write(String name, String text) {
        Path file = below(name);
        createFolder(file.getParent());
        try {
            AtomicFile.write(file, text);
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(root, e);
        }
    }

    private Path below(String name) {
        Path path = root.resolve(name);
        if (!path.normalize().startsWith(root.normalize())) {
            throw new IllegalArgumentException("found the path " + name + ", expected one below " + root);
        }
        return path;
    }

    /**
     * Records why a trial failed.
     *
     * @param trial the trial
     * @param failure the reason, the time by the clock of this host, and what the process printed last
     * @throws RunDirectoryException when the record cannot be written
     */
    public void recordFailure(Trial trial, Failure failure) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("index", trial.index());
        content.put("settings", trial.settings());
        content.put("reason", failure.reason());
        content.put("time", failure.time());
        content.put("lastWords", failure.lastWords());
        write(failureOf(trial), Json.pretty(content));
    }

    /**
     * Asks the disk for the time, because the clocks of the hosts that share a sweep may differ.
     *
     * @return the time by the clock of the disk
     * @throws RunDirectoryException when the directory cannot be written
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
     * Reads why a trial failed. A record that is damaged still says that the trial failed, and when; its reason then is
     * the damage.
     *
     * @param trial the trial
     * @return nothing when there is no record: the trial did not fail, or was begun again since. The time is that of
     *     the record's file by the clock of the disk
     * @throws RunDirectoryException when there is a record that cannot be opened
     */
    public Optional<Failure> failure(Trial trial) {
        Path file = root.resolve(failureOf(trial));
        try {
            String time = FileClock.written(file).toString();
            return Optional.of(recorded(file, time));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static Failure recorded(Path file, String time) throws NoSuchFileException {
        try {
            JsonNode content = Json.read(file, JsonNode.class);
            if (!content.path("reason").isTextual()) {
                throw new IOException("found no reason");
            }
            List<String> lastWords = new ArrayList<>();
            content.path("lastWords").forEach(line -> lastWords.add(line.asText()));
            return new Failure(content.path("reason").asText(), time, lastWords);
        } catch (NoSuchFileException e) {
            // Another process has begun the trial again in between.
            throw e;
        } catch (IOException e) {
            return new Failure(damaged(file, e).getMessage(), time, List.of());
        }
    }

    private static RunDirectoryException damaged(Path file, IOException e) {
        return RunDirectoryException.damaged(
                file, e, "the reason why a trial failed: vae sweep run tries the trial again and removes the file");
    }

    /**
     * Removes the record of a failure, because the trial is begun again.
     *
     * @param trial the trial
     * @throws RunDirectoryException when it cannot be removed
     */
    public void removeFailure(Trial trial) {
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
