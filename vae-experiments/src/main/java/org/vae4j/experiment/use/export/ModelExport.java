package org.vae4j.experiment.use.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.likelihood.GaussianLikelihood;

/**
 * Writes the weights of a trained run as a safetensors file, with metadata that describe the network. A fully connected
 * layer L computes y = f(x·L.W + L.b), where L.W is {@code [inputs, outputs]}; {@code docs/export.md} describes all
 * layers.
 */
public final class ModelExport {

    private static final String LAYOUT = "vae4j-1";

    private ModelExport() {}

    /**
     * Writes the file of a run's model.
     *
     * @param run the run of the model
     * @param file the file to write; replaced if it exists
     * @return the number of values that were written
     * @throws IOException if the file cannot be written
     * @throws IllegalArgumentException if the network has layers of DL4J's own, or weights that are not finite
     */
    public static long write(TrainedRun run, Path file) throws IOException {
        refuseForeign(run.model().compiled().foreignVertices());
        List<Tensor> tensors = tensors(run.model().graph());
        Safetensors.write(tensors, metadata(run), file);
        return tensors.stream().mapToLong(tensor -> tensor.values().length()).sum();
    }

    /** Refuses layers of DL4J's own: the file does not say how layers compute, and its readers know this library's. */
    static void refuseForeign(List<String> foreign) {
        if (!foreign.isEmpty()) {
            throw new IllegalArgumentException(
                    "found the vertices " + foreign + " of DL4J's own in the network, expected"
                            + " layers of this library only: use the run's model files, which every DL4J program reads");
        }
    }

    /** All parameters of a network, named vertex.parameter, in the order in which the network computes. */
    static List<Tensor> tensors(ComputationGraph graph) {
        List<Tensor> tensors = new ArrayList<>();
        for (String vertex : graph.getConfiguration().getTopologicalOrderStr()) {
            Layer layer = graph.getLayer(vertex);
            if (layer == null) {
                continue;
            }
            layer.paramTable().forEach((key, values) -> tensors.add(tensor(vertex + "." + key, values)));
        }
        return tensors;
    }

    /** A parameter as a tensor. DL4J stores biases and the parameters of normalisations as matrices of one row. */
    private static Tensor tensor(String name, INDArray values) {
        boolean isVector = values.rank() == 1 || !name.endsWith(".W");
        List<Long> shape = isVector ? List.of(values.length()) : List.of(values.size(0), values.size(1));
        return new Tensor(name, shape, values);
    }

    private static Map<String, String> metadata(TrainedRun run) {
        ExperimentConfig config = run.config();
        ModelConfig model = config.model().orElseThrow();
        Map<String, Object> network = new LinkedHashMap<>();
        network.put("kind", lowerCase(model.kind()));
        network.put("encoder", layers(run.model().graph(), "encoder-"));
        network.put("posterior", run.model().roles().posterior());
        network.put("decoder", layers(run.model().graph(), "decoder-"));
        network.put("activation", lowerCase(model.activation()));
        network.put("latent", model.latent());
        if (run.model().levels().size() > 1) {
            network.put("levels", run.model().levels());
        }
        if (run.model().condition() > 0) {
            network.put("condition", run.model().condition());
        }
        network.put("likelihood", model.likelihood().name());
        network.put("sigma", sigma(run));
        network.put("minSigma", model.minSigma());
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", LAYOUT);
        metadata.put("network", Json.line(network));
        metadata.put("experiment", config.experiment());
        metadata.put(
                "run", run.root().toAbsolutePath().normalize().getFileName().toString());
        metadata.put("epoch", String.valueOf(run.progress().epoch()));
        metadata.put("config", config.yamlWithoutFolders());
        return metadata;
    }

    /** The sigma that evaluations use: the configured one, or the one that was computed from the training set. */
    private static double sigma(TrainedRun run) {
        return run.model().compiled().likelihood() instanceof GaussianLikelihood gaussian
                ? gaussian.sigma()
                : run.config().model().orElseThrow().sigma();
    }

    /** The names of the layers with parameters, in the order in which the network computes. */
    private static List<String> layers(ComputationGraph graph, String prefix) {
        return graph.getConfiguration().getTopologicalOrderStr().stream()
                .filter(name -> name.startsWith(prefix) && graph.getLayer(name) != null)
                .filter(name -> graph.getLayer(name).numParams() > 0)
                .toList();
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
