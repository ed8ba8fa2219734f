package org.vae4j.experiment.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.vae4j.experiment.rundir.RunFiles;

/**
 * A training run of one or two seconds in a process of its own. Its settings use everything that a checkpoint must
 * keep: a warm-up, stages, patience, the best model, workers and dynamic binarisation.
 */
final class TinyRun {

    private static final List<String> SETTINGS = List.of(
            "data.lines.size=8",
            "data.lines.train=1640",
            "data.lines.test=40",
            "data.valid=40",
            "data.binarisation=dynamic",
            "model.encoder=[16]",
            "model.decoder=[16]",
            "model.latent=2",
            "objective.betaWarmupEpochs=2",
            "training.batchSize=32",
            "training.epochs=20",
            "training.learningRate=0.01",
            // The second stage ruins the model, so that patience ends the training.
            "training.stages=[{fromEpoch: 3, learningRate: 0.005}, {fromEpoch: 4, learningRate: 0.3}]",
            "training.select=best_valid",
            "training.patience=2",
            "training.workers=2",
            "training.keepEveryEpochs=2",
            "training.checkpointEverySeconds=0.1");

    private final Path runs;
    private final String name;
    private final List<String> more;

    TinyRun(Path runs, String name, String... more) {
        this.runs = runs;
        this.name = name;
        this.more = List.of(more);
    }

    /** Starts a process, always with the same command. */
    Process start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Vae.class.getName(),
                "run",
                "quickstart",
                "--runs",
                runs.toString(),
                "--name",
                name));
        command.addAll(SETTINGS);
        command.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()));
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.start();
    }

    /** The file with the output of all processes, outside of the disk that they write to. */
    Path output() {
        return runs.resolveSibling(name + ".out");
    }

    /** The run directory; empty until a process has made it. */
    Optional<Path> root() {
        Path experiment = runs.resolve("quickstart");
        if (!Files.isDirectory(experiment)) {
            return Optional.empty();
        }
        try (Stream<Path> found = Files.list(experiment)) {
            return found.filter(f -> f.getFileName().toString().startsWith(name + "-"))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isDone() {
        return root().filter(run -> RunFiles.in(run).isDone()).isPresent();
    }

    boolean has(String file) {
        return root().filter(r -> Files.exists(r.resolve(file))).isPresent();
    }

    boolean isWritingACheckpoint() {
        return files("checkpoints").anyMatch(f -> f.toString().endsWith(".tmp"));
    }

    /** The number of epochs in {@code metrics.jsonl}. */
    int epochs() {
        try {
            return has("metrics.jsonl")
                    ? Files.readAllLines(root().orElseThrow().resolve("metrics.jsonl"))
                            .size()
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The SHA-256 of each entry of each checkpoint, of the metrics without their times, and of the test result. */
    Map<String, String> fingerprint() throws IOException {
        Map<String, String> prints = new TreeMap<>();
        for (Path zip : files("checkpoints").toList()) {
            String file = zip.getFileName().toString();
            if (file.endsWith(".zip") && !file.equals("previous.zip")) {
                addEntries(file, zip, prints);
            }
        }
        String metrics =
                Files.readString(root().orElseThrow().resolve("metrics.jsonl")).replaceAll("\"seconds\":[^,}]*", "");
        prints.put("metrics.jsonl", sha256(metrics.getBytes(StandardCharsets.UTF_8)));
        prints.put("decoder.zip", sha256(Files.readAllBytes(root().orElseThrow().resolve("decoder.zip"))));
        prints.put("test.json", sha256(Files.readAllBytes(root().orElseThrow().resolve("eval/test.json"))));
        return prints;
    }

    private static void addEntries(String file, Path zip, Map<String, String> prints) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                prints.put(file + "/" + entry.getName(), sha256(in.readAllBytes()));
            }
        }
    }

    private Stream<Path> files(String folder) {
        Optional<Path> inside = root().map(r -> r.resolve(folder)).filter(Files::isDirectory);
        if (inside.isEmpty()) {
            return Stream.of();
        }
        try (Stream<Path> found = Files.list(inside.get())) {
            return found.toList().stream();
        } catch (IOException e) {
            return Stream.of();
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
