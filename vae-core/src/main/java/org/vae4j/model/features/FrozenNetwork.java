package org.vae4j.model.features;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.layers.Operation;
import org.vae4j.model.foreign.ForeignRun;
import org.vae4j.model.foreign.ForeignTraits;
import org.vae4j.model.guard.ModelFileGuard;

/**
 * Computes the activations φ_l(x) of chosen layers l of a saved network, its taps, and the vector-Jacobian product
 * Σ_l (∂φ_l/∂x)ᵀ g_l of gradients g_l with respect to them.
 *
 * <p>The layers from the input to the last tap must form a chain. They compute as in evaluation, and the parameters
 * never change. {@link #gradient} follows {@link #features}, whose activations it uses. Not safe for use by several
 * threads at once.
 */
final class FrozenNetwork {

    private final List<String> names = new ArrayList<>();
    private final List<FrozenStep> steps = new ArrayList<>();
    private final List<String> taps;
    private final DataType type;
    /** The output of each step in the last forward pass. */
    private List<INDArray> outputs = List.of();

    private FrozenNetwork(ComputationGraph graph, List<String> taps) {
        this.taps = taps;
        this.type = graph.params().dataType();
        // A backward pass writes the gradients of the parameters too, although nobody reads them here.
        graph.initGradientsView();
        for (String name : chain(graph, taps)) {
            names.add(name);
            steps.add(step(graph, name));
        }
    }

    /**
     * Reads a network from a model file.
     *
     * @param file a model file of this library, or one of DL4J's: a computation graph or a multi-layer network
     * @param taps names of the layers whose activations are wanted
     * @throws IOException when the file is missing or damaged
     * @throws IllegalArgumentException when a tap is missing, the layers are no chain, or a layer on the way has no
     *     backward pass in evaluation
     */
    static FrozenNetwork read(Path file, List<String> taps) throws IOException {
        return new FrozenNetwork(graph(ModelFileGuard.read(file), file), taps);
    }

    private static ComputationGraph graph(Map<String, byte[]> entries, Path file) throws IOException {
        String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
        INDArray parameters = Nd4j.read(new DataInputStream(new ByteArrayInputStream(entries.get("coefficients.bin"))));
        try {
            if (json.contains("\"vertexInputs\"")) {
                ComputationGraph graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
                graph.init(parameters, false);
                return graph;
            }
            MultiLayerNetwork layers = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
            layers.init(parameters, false);
            return layers.toComputationGraph();
        } catch (RuntimeException e) {
            throw new IOException("found a damaged file " + file + ", expected a network: " + e.getMessage(), e);
        }
    }

    /** The names of the vertices from the input, which is not among them, to the last of the taps. */
    private static List<String> chain(ComputationGraph graph, List<String> taps) {
        Map<String, List<String>> inputs = graph.getConfiguration().getVertexInputs();
        List<String> longest = List.of();
        for (String tap : taps) {
            Deque<String> path = new ArrayDeque<>();
            String at = tap;
            while (!graph.getConfiguration().getNetworkInputs().contains(at)) {
                if (!inputs.containsKey(at) || inputs.get(at).size() != 1) {
                    throw new IllegalArgumentException("layers: found \"" + at + "\", expected one of the layers "
                            + inputs.keySet() + " that has one layer or the input before it");
                }
                path.addFirst(at);
                at = inputs.get(at).get(0);
            }
            longest = path.size() > longest.size() ? List.copyOf(path) : longest;
        }
        if (!longest.containsAll(taps)) {
            throw new IllegalArgumentException(
                    "layers: found " + taps + ", expected layers of one chain, such as some of " + longest);
        }
        return longest;
    }

    private static FrozenStep step(ComputationGraph graph, String name) {
        GraphVertex vertex = graph.getVertex(name);
        if (!(graph.getConfiguration().getVertices().get(name) instanceof LayerVertex conf)) {
            return new FrozenStep.Foreign(new ForeignRun.OfVertex(vertex));
        }
        if (graph.getLayer(name) instanceof Operation operation && conf.getPreProcessor() == null) {
            return new FrozenStep.Ours(operation);
        }
        if (graph.getLayer(name) instanceof IOutputLayer) {
            throw new IllegalArgumentException("layers: found \"" + name + "\", an output layer, whose backward pass is"
                    + " that of its loss, expected layers before it");
        }
        if (!ForeignTraits.of(graph.getLayer(name)).slopeInEvaluation()) {
            throw new IllegalArgumentException(
                    "layers: found \"" + name + "\" on the way, whose backward pass is that of"
                            + " training, expected none (BatchNormalization, dropout): look at layers before it");
        }
        return new FrozenStep.Foreign(new ForeignRun.OfLayer(graph.getLayer(name), conf.getPreProcessor()));
    }

    /**
     * Runs the forward pass.
     *
     * @param x inputs; the first dimension counts the examples
     * @return the activations of the taps, in the taps' order
     */
    List<INDArray> features(INDArray x) {
        List<INDArray> activations = new ArrayList<>();
        INDArray activation = x.castTo(type);
        for (FrozenStep step : steps) {
            activation = step.forward(activation);
            activations.add(activation);
        }
        outputs = activations;
        return taps.stream().map(tap -> activations.get(names.indexOf(tap))).toList();
    }

    /**
     * Runs the backward pass of the last call of {@link #features}.
     *
     * @param tapGradients the gradient with respect to each tap, in the taps' order, with as many values as its
     *     activations
     * @return the gradient with respect to x
     */
    INDArray gradient(List<INDArray> tapGradients) {
        // The last step is a tap, so the first turn sets it.
        INDArray gradient = null;
        for (int i = steps.size() - 1; i >= 0; i--) {
            int tap = taps.indexOf(names.get(i));
            if (tap >= 0) {
                INDArray own = tapGradients.get(tap).reshape('c', outputs.get(i).shape());
                gradient = gradient == null ? own : gradient.add(own);
            }
            gradient = steps.get(i).backward(gradient);
        }
        return gradient;
    }
}
