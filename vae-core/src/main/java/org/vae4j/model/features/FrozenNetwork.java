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
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.layers.Operation;
import org.vae4j.model.foreign.ForeignRun;
import org.vae4j.model.foreign.ForeignTraits;
import org.vae4j.model.guard.ModelFileGuard;

/**
 * The way from the input of a saved network to some of its layers, a chain, in evaluation. Its parameters never change.
 * Not safe for use by several threads at once.
 */
final class FrozenNetwork {

    private final List<String> names = new ArrayList<>();
    private final List<FrozenStep> steps = new ArrayList<>();
    private final List<String> taps;
    private final DataType type;
    private List<INDArray> outputs = List.of();

    private FrozenNetwork(ComputationGraph graph, List<String> taps) {
        this.taps = taps;
        this.type = graph.params().dataType();
        // Layers write gradients of parameters, which nobody reads.
        graph.initGradientsView();
        for (String name : chain(graph, taps)) {
            names.add(name);
            steps.add(step(graph, name));
        }
    }

    /**
     * Reads a network.
     *
     * @param file a model file of DL4J's, of a graph or of layers one after the other, or of this library
     * @param taps the layers that are looked at
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

    /** The vertices from the input to the last of the taps. */
    private static List<String> chain(ComputationGraph graph, List<String> taps) {
        Map<String, List<String>> inputs = graph.getConfiguration().getVertexInputs();
        List<String> longest = List.of();
        for (String tap : taps) {
            Deque<String> way = new ArrayDeque<>();
            String at = tap;
            while (!graph.getConfiguration().getNetworkInputs().contains(at)) {
                if (!inputs.containsKey(at) || inputs.get(at).size() != 1) {
                    throw new IllegalArgumentException("layers: found \"" + at + "\", expected one of the layers "
                            + inputs.keySet() + " that has one layer or the input before it");
                }
                way.addFirst(at);
                at = inputs.get(at).get(0);
            }
            longest = way.size() > longest.size() ? List.copyOf(way) : longest;
        }
        if (!longest.containsAll(taps)) {
            throw new IllegalArgumentException(
                    "layers: found " + taps + ", expected layers of one chain, such as some of " + longest);
        }
        return longest;
    }

    private static FrozenStep step(ComputationGraph graph, String name) {
        org.deeplearning4j.nn.graph.vertex.GraphVertex vertex = graph.getVertex(name);
        if (!(graph.getConfiguration().getVertices().get(name) instanceof LayerVertex conf)) {
            return new FrozenStep.Foreign(new ForeignRun.OfVertex(vertex), new int[1]);
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
        return new FrozenStep.Foreign(new ForeignRun.OfLayer(graph.getLayer(name), conf.getPreProcessor()), new int[1]);
    }

    /** The activations of the layers that are looked at, in their order; rows are examples. */
    List<INDArray> features(INDArray x) {
        List<INDArray> found = new ArrayList<>();
        INDArray at = x.castTo(type);
        for (FrozenStep step : steps) {
            at = step.forward(at);
            found.add(at);
        }
        outputs = found;
        return taps.stream().map(tap -> found.get(names.indexOf(tap))).toList();
    }

    /** The gradient with respect to the x that was last looked at; each gradient has as many values as its features. */
    INDArray gradient(List<INDArray> gradients) {
        INDArray back = null;
        for (int i = steps.size() - 1; i >= 0; i--) {
            int tap = taps.indexOf(names.get(i));
            if (tap >= 0) {
                INDArray own = gradients.get(tap).reshape('c', outputs.get(i).shape());
                back = back == null ? own : back.add(own);
            }
            back = steps.get(i).backward(back);
        }
        return back;
    }
}
