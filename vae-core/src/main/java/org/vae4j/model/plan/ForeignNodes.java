package org.vae4j.model.plan;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.vae4j.layers.KlTerm;
import org.vae4j.layers.ObjectiveOperation;
import org.vae4j.layers.Operation;
import org.vae4j.model.foreign.ForeignNoise;
import org.vae4j.model.foreign.ForeignRun;
import org.vae4j.model.foreign.ForeignShapes;
import org.vae4j.model.foreign.ForeignTraits;
import org.vae4j.model.foreign.ForeignVertex;

/**
 * Creates nodes for layers and vertices that DL4J must run, and refuses those that cannot be part of a compiled
 * network.
 */
final class ForeignNodes {

    private final ComputationGraph graph;
    private final GraphShapes shapes;

    ForeignNodes(ComputationGraph graph, GraphShapes shapes) {
        this.graph = graph;
        this.shapes = shapes;
    }

    /**
     * The node of a vertex.
     *
     * @throws IllegalArgumentException when the vertex cannot be trained as part of the network
     */
    GraphNode.Foreign node(String name, List<Integer> inputs) {
        GraphVertex conf = graph.getConfiguration().getVertices().get(name);
        if (conf instanceof LayerVertex vertex) {
            Layer layer = graph.getLayer(name);
            requireTrainable(name, layer);
            return node(name, inputs, new ForeignRun.OfLayer(layer, vertex.getPreProcessor()), ForeignTraits.of(layer));
        }
        if (conf instanceof PreprocessorVertex vertex) {
            ForeignRun run = new ForeignRun.OfPreprocessor(vertex.getPreProcessor());
            return node(name, inputs, run, ForeignTraits.ofVertex(run.getClass()));
        }
        ForeignRun run = new ForeignRun.OfVertex(graph.getVertex(name));
        return node(name, inputs, run, ForeignTraits.ofVertex(conf.getClass()));
    }

    private GraphNode.Foreign node(String name, List<Integer> inputs, ForeignRun run, ForeignTraits traits) {
        long seed = graph.getConfiguration().getDefaultConfiguration().getSeed();
        ForeignShapes found = shapes.probe(name, run, inputs);
        ForeignVertex vertex = new ForeignVertex(name, run, traits, found, new ForeignNoise(seed, name));
        return new GraphNode.Foreign(name, inputs, vertex, List.of());
    }

    private static void requireTrainable(String name, Layer layer) {
        if (layer instanceof ObjectiveOperation) {
            throw refused(name, layer, "a preprocessor or dropout before the objective", "its input as it is");
        }
        if (layer instanceof KlTerm || layer instanceof IOutputLayer) {
            throw refused(
                    name,
                    layer,
                    "a layer with a loss of its own in a network that is no autoencoder of this library",
                    "one loss, that of the VariationalOutputLayer: train other networks by their own fit");
        }
        if (layer.isPretrainLayer()) {
            throw refused(name, layer, "a layer that is trained layer by layer", "one that is trained with the others");
        }
        boolean ignored = layer instanceof Operation
                && !(layer instanceof BaseLayer)
                && layer.conf().getLayer().getIDropout() != null;
        if (ignored) {
            throw refused(name, layer, "dropout on a layer that ignores it", "a DropoutBlock before it");
        }
    }

    private static IllegalArgumentException refused(String name, Layer layer, String found, String expected) {
        return new IllegalArgumentException("vertex \"" + name + "\" ("
                + layer.conf().getLayer().getClass().getSimpleName() + "): found " + found + ", expected " + expected);
    }
}
