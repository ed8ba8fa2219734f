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
 * A trained model as two ONNX files. The encoder takes {@code x} and {@code epsilon} to {@code mean}, {@code log_var}
 * and {@code z} = mean + e^(log_var/2) ⊙ epsilon; the encoder of a deterministic autoencoder takes {@code x} to
 * {@code z}. The decoder takes {@code z} to the likelihood's {@code parameters} and to {@code x_mean} = E[x|z]. Both
 * read {@code condition} too, in one-hot code, where the model has one. The batch may have any size.
 */
public final class OnnxExport {

    private static final String LAYOUT = "vae4j-onnx-1";
    private static final String CONDITION = "condition";

    private final LatentModel model;
    private final Map<String, String> metadata;

    private OnnxExport(LatentModel model, Map<String, String> metadata) {
        this.model = model;
        this.metadata = metadata;
    }

    /**
     * The exporter of a run's model.
     *
     * @param run whose model
     * @return ready to write
     * @throws IllegalArgumentException when ONNX, or this exporter, has no words for a part of the model
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
     * Writes both files, each whole or not at all.
     *
     * @param encoder what is written; replaced if it is there
     * @param decoder what is written; replaced if it is there
     * @throws IOException when one cannot be written
     */
    public void write(Path encoder, Path decoder) throws IOException {
        byte[] first = encoder();
        byte[] second = decoder();
        AtomicFile.write(encoder, unfinished -> Files.write(unfinished, first));
        AtomicFile.write(decoder, unfinished -> Files.write(unfinished, second));
    }

    byte[] encoder() {
        OnnxGraph graph = new OnnxGraph("encoder");
        ComputationGraph network = model.graph();
        Roles roles = model.roles();
        input(graph, "x", features(), roles.input());
        String code = model.isVariational() ? roles.posterior() : roles.latent();
        OnnxVertices vertices = new OnnxVertices(network, graph);
        add(vertices, network, code, Set.of(roles.input()));
        if (model.isVariational()) {
            draw(graph, vertices, OnnxVertices.value(code));
        } else {
            graph.node("Identity", "z", OnnxVertices.value(code));
        }
        graph.output("z", model.latent());
        return graph.model("1", metadata);
    }

    private void draw(OnnxGraph graph, OnnxVertices vertices, String posterior) {
        int n = model.latent();
        graph.input("epsilon", n);
        vertices.columns(posterior, 0, n, "mean");
        vertices.columns(posterior, n, 2 * n, "log_var");
        String half = graph.node("Mul", "z/half", "log_var", graph.floats("z", new float[] {0.5f}));
        String noise = graph.node("Mul", "z/noise", graph.node("Exp", "z/sigma", half), "epsilon");
        graph.node("Add", "z", "mean", noise);
        graph.output("mean", n);
        graph.output("log_var", n);
    }

    private static Nonlinearity meanOf(Likelihood likelihood) {
        return likelihood
                .meanOfFirstParameter()
                .orElseThrow(() -> new IllegalArgumentException("found the likelihood " + likelihood.name()
                        + ", expected one whose mean is a function of one parameter: export the weights,"
                        + " --format=safetensors"));
    }

    byte[] decoder() {
        OnnxGraph graph = new OnnxGraph("decoder");
        Decoder decoder = model.decoder();
        ComputationGraph network = decoder.graph();
        Roles roles = Roles.of(network);
        input(graph, "z", model.latent(), roles.input());
        add(new OnnxVertices(network, graph), network, roles.parameters(), Set.of(roles.input()));
        Likelihood likelihood = model.compiled().likelihood();
        int features = features();
        graph.node("Identity", "parameters", OnnxVertices.value(roles.parameters()));
        String mean = new OnnxVertices(network, graph).columns("parameters", 0, features, "x_mean/parameter");
        OnnxFunctions.add(graph, meanOf(likelihood), mean, "x_mean");
        graph.output("parameters", likelihood.parameterCount(features));
        graph.output("x_mean", features);
        return graph.model("1", metadata);
    }

    /** The number of values of an example, which the network tells only by making one. */
    private int features() {
        INDArray z = Nd4j.zeros(model.graph().params().dataType(), 1, model.latent());
        return model.condition() == 0
                ? model.decode(z).columns()
                : model.decode(z, Nd4j.zeros(z.dataType(), 1, model.condition()))
                        .columns();
    }

    /** The network's one input: what it is called outside, with the condition behind it where there is one. */
    private void input(OnnxGraph graph, String name, int columns, String inside) {
        graph.input(name, columns);
        if (model.condition() > 0) {
            graph.input(CONDITION, model.condition());
            graph.node("Concat", OnnxVertices.value(inside), List.of(name, CONDITION), Map.of("axis", 1));
        } else {
            graph.node("Identity", OnnxVertices.value(inside), name);
        }
    }

    /** A vertex and all that it depends on, up to what is given. */
    private static void add(OnnxVertices vertices, ComputationGraph network, String last, Set<String> given) {
        Map<String, List<String>> inputs = network.getConfiguration().getVertexInputs();
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(last));
        while (!open.isEmpty()) {
            String vertex = open.remove();
            if (!given.contains(vertex) && needed.add(vertex)) {
                open.addAll(inputs.get(vertex));
            }
        }
        network.getConfiguration().getTopologicalOrderStr().stream()
                .filter(needed::contains)
                .forEach(vertices::add);
    }
}
