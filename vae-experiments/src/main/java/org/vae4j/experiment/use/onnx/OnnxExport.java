package org.vae4j.experiment.use.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.file.AtomicFile;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.model.plan.Roles;

/**
 * Writes a trained model as two ONNX files, an encoder and a decoder, for batches of any size.
 *
 * <ul>
 *   <li>The encoder of a VAE reads {@code x} and {@code epsilon} and computes {@code mean}, {@code log_var} and
 *       {@code z} = mean + e^(log_var/2) ⊙ epsilon. That of a deterministic autoencoder reads {@code x} and computes
 *       {@code z}.
 *   <li>The decoder reads {@code z} and computes the likelihood's {@code parameters} and {@code x_mean} = E[x|z].
 * </ul>
 *
 * <p>Both read {@code condition} too, in one-hot code, if the model has a condition.
 */
public final class OnnxExport {

    private static final String LAYOUT = "vae4j-onnx-1";
    private static final String CONDITION = "condition";
    private static final String PRODUCER_VERSION = "1";

    private final LatentModel model;
    private final Map<String, String> metadata;

    private OnnxExport(LatentModel model, Map<String, String> metadata) {
        this.model = model;
        this.metadata = metadata;
    }

    /**
     * Prepares the export of a run's model.
     *
     * @param run the run of the model
     * @return the export, of which nothing is written yet
     * @throws IllegalArgumentException if a part of the model cannot be expressed in ONNX or by this class
     */
    public static OnnxExport of(TrainedRun run) {
        ExperimentConfig config = run.config();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", LAYOUT);
        metadata.put("experiment", config.experiment());
        metadata.put(
                "run", run.root().toAbsolutePath().normalize().getFileName().toString());
        metadata.put("hash", config.hash());
        metadata.put("epoch", String.valueOf(run.progress().epoch()));
        metadata.put("likelihood", run.model().compiled().likelihood().name());
        metadata.put("protocol", config.data().map(DataConfig::protocol).orElse(""));
        metadata.put("config", config.yamlWithoutFolders());
        return of(run.model(), metadata);
    }

    static OnnxExport of(LatentModel model, Map<String, String> metadata) {
        List<String> foreign = model.compiled().foreignVertices();
        if (!foreign.isEmpty()) {
            throw new IllegalArgumentException("found the vertices " + foreign
                    + " of DL4J's own in the network, expected blocks of this library: use the run's model files");
        }
        if (model.levels().size() > 1) {
            throw new IllegalArgumentException(
                    "found model.hierarchy with " + model.levels().size()
                            + " stochastic layers, expected one, whose posterior is a function of the example: export the"
                            + " weights, --format=safetensors");
        }
        if (model.isVariational() && !model.hasGaussianPosteriors()) {
            throw new IllegalArgumentException("found posteriors of the family "
                    + model.posterior().name() + (model.part().transformed() ? " behind a transform" : "")
                    + ", expected diagonal_gaussian alone, which has a mean and a variance per dimension: export the"
                    + " weights, --format=safetensors");
        }
        return new OnnxExport(model, metadata);
    }

    /**
     * Writes both files; a reader never sees half a file.
     *
     * @param encoder the file of the encoder; replaced if it exists
     * @param decoder the file of the decoder; replaced if it exists
     * @throws IOException if a file cannot be written
     */
    public void write(Path encoder, Path decoder) throws IOException {
        // Both are built before the first is written, so that a model that is refused leaves no file.
        byte[] encoderBytes = encoder();
        byte[] decoderBytes = decoder();
        AtomicFile.write(encoder, unfinished -> Files.write(unfinished, encoderBytes));
        AtomicFile.write(decoder, unfinished -> Files.write(unfinished, decoderBytes));
    }

    /** The content of the encoder's file. */
    byte[] encoder() {
        OnnxGraph graph = new OnnxGraph("encoder");
        ComputationGraph network = model.graph();
        Roles roles = model.roles();
        addInput(graph, "x", features(), roles.input());
        String code = model.isVariational() ? roles.posterior() : roles.latent();
        OnnxVertices vertices = new OnnxVertices(network, graph);
        addSubgraph(vertices, network, roles.input(), code);
        if (model.isVariational()) {
            addDraw(graph, vertices, OnnxVertices.value(code));
        } else {
            graph.node("Identity", "z", OnnxVertices.value(code));
        }
        graph.output("z", model.latent());
        return graph.model(PRODUCER_VERSION, metadata);
    }

    /** Adds mean, log_var and z = mean + e^(log_var/2) ⊙ epsilon. */
    private void addDraw(OnnxGraph graph, OnnxVertices vertices, String posterior) {
        int n = model.latent();
        graph.input("epsilon", n);
        vertices.addColumns(posterior, 0, n, "mean");
        vertices.addColumns(posterior, n, 2 * n, "log_var");
        String half = graph.node("Mul", "z/half", "log_var", OnnxFunctions.scalar(graph, "z", 0.5));
        String noise = graph.node("Mul", "z/noise", graph.node("Exp", "z/sigma", half), "epsilon");
        graph.node("Add", "z", "mean", noise);
        graph.output("mean", n);
        graph.output("log_var", n);
    }

    /** The function that takes the first parameter of a likelihood to the mean. */
    private static Nonlinearity meanFunction(Likelihood likelihood) {
        return likelihood
                .meanOfFirstParameter()
                .orElseThrow(() -> new IllegalArgumentException("found the likelihood " + likelihood.name()
                        + ", expected one whose mean is a function of one parameter: export the weights,"
                        + " --format=safetensors"));
    }

    /** The content of the decoder's file. */
    byte[] decoder() {
        OnnxGraph graph = new OnnxGraph("decoder");
        Decoder decoder = model.decoder();
        ComputationGraph network = decoder.graph();
        Roles roles = Roles.of(network);
        OnnxVertices vertices = new OnnxVertices(network, graph);
        addInput(graph, "z", model.latent(), roles.input());
        addSubgraph(vertices, network, roles.input(), roles.parameters());
        Likelihood likelihood = model.compiled().likelihood();
        int features = features();
        graph.node("Identity", "parameters", OnnxVertices.value(roles.parameters()));
        String firstParameter = vertices.addColumns("parameters", 0, features, "x_mean/parameter");
        OnnxFunctions.add(graph, meanFunction(likelihood), firstParameter, "x_mean");
        graph.output("parameters", likelihood.parameterCount(features));
        graph.output("x_mean", features);
        return graph.model(PRODUCER_VERSION, metadata);
    }

    /** The number of values of an example, found by decoding one: the network does not store it. */
    private int features() {
        INDArray z = Nd4j.zeros(model.graph().params().dataType(), 1, model.latent());
        return model.condition() == 0
                ? model.decode(z).columns()
                : model.decode(z, Nd4j.zeros(z.dataType(), 1, model.condition()))
                        .columns();
    }

    /** Adds the inputs of a file and, as the value of the network's input vertex, both of them side by side. */
    private void addInput(OnnxGraph graph, String name, int columns, String vertex) {
        graph.input(name, columns);
        if (model.condition() > 0) {
            graph.input(CONDITION, model.condition());
            graph.node("Concat", OnnxVertices.value(vertex), List.of(name, CONDITION), Map.of("axis", 1));
        } else {
            graph.node("Identity", OnnxVertices.value(vertex), name);
        }
    }

    /** Adds the vertices between two vertices: the last one, and all that it depends on behind the first. */
    private static void addSubgraph(OnnxVertices vertices, ComputationGraph network, String first, String last) {
        Map<String, List<String>> inputs = network.getConfiguration().getVertexInputs();
        Set<String> needed = new HashSet<>();
        Deque<String> pending = new ArrayDeque<>(List.of(last));
        while (!pending.isEmpty()) {
            String vertex = pending.remove();
            if (!vertex.equals(first) && needed.add(vertex)) {
                pending.addAll(inputs.get(vertex));
            }
        }
        network.getConfiguration().getTopologicalOrderStr().stream()
                .filter(needed::contains)
                .forEach(vertices::add);
    }
}
