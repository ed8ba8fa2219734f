package org.vae4j.experiment.track.tensorboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.file.AtomicFile;

/**
 * Writes the posterior means of held-out examples for TensorBoard's projector: a table of means, a table of traits, and
 * a configuration that names both.
 */
final class Projector {

    private static final String TENSORS = "latents.tsv";
    private static final String LABELS = "labels.tsv";

    private Projector() {}

    /** Writes the files of a table of latents into a folder, which is created if it does not exist. */
    static void write(LatentTable latents, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<double[]> means = IntStream.rangeClosed(1, latents.dimensions())
                .mapToObj(dimension -> latents.means(dimension - 1))
                .toList();
        AtomicFile.write(folder.resolve(TENSORS), table(means, latents.size()));
        List<String> traits = latents.traits();
        StringBuilder config = new StringBuilder("embeddings {\n  tensor_name: \"posterior means\"\n  tensor_path: \"")
                .append(TENSORS)
                .append("\"\n");
        if (!traits.isEmpty()) {
            List<double[]> columns = new ArrayList<>();
            for (int i = 0; i < traits.size(); i++) {
                columns.add(latents.trait(i));
            }
            // The projector takes the first line of a table for names only if the table has several columns.
            String header = traits.size() == 1 ? "" : String.join("\t", traits) + "\n";
            AtomicFile.write(folder.resolve(LABELS), header + table(columns, latents.size()));
            config.append("  metadata_path: \"").append(LABELS).append("\"\n");
        }
        AtomicFile.write(
                folder.resolve("projector_config.pbtxt"), config.append("}\n").toString());
    }

    private static String table(List<double[]> columns, int rows) {
        return IntStream.range(0, rows)
                .mapToObj(row ->
                        columns.stream().map(column -> text(column[row])).collect(Collectors.joining("\t", "", "\n")))
                .collect(Collectors.joining());
    }

    private static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }
}
