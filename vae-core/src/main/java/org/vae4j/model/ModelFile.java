package org.vae4j.model;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.vae4j.model.guard.ModelFileGuard;

/** Model files in DL4J's own format, which any DL4J program with this library on its class path can load. */
final class ModelFile {

    private ModelFile() {}

    static void write(ComputationGraph graph, Path file) throws IOException {
        ModelSerializer.writeModel(graph, file.toFile(), true);
    }

    static ComputationGraph read(Path file) throws IOException {
        ModelFileGuard.check(file);
        try {
            return ModelSerializer.restoreComputationGraph(file.toFile(), true);
        } catch (RuntimeException e) {
            throw new IOException("found a damaged file " + file + ", expected a model: " + e.getMessage(), e);
        }
    }
}
