package org.vae4j.experiment.use.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ActivationBlock;
import org.vae4j.layers.BatchNormBlock;
import org.vae4j.layers.ClampVertex;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.ConvolutionBlock;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.DropoutBlock;
import org.vae4j.layers.GatedDenseBlock;
import org.vae4j.layers.LayerNormBlock;
import org.vae4j.layers.PairVertex;
import org.vae4j.layers.PoolBlock;
import org.vae4j.layers.SharedParameterLayer;
import org.vae4j.layers.SumVertex;
import org.vae4j.layers.TransposedConvolutionBlock;
import org.vae4j.layers.UpsampleBlock;

/**
 * Adds the vertices of a network as ONNX nodes that compute what the network computes in evaluation.
 *
 * <p>In all methods {@code x} is the name of a node's input and {@code y} that of its output.
 */
final class OnnxVertices {

    private final ComputationGraph network;
    private final OnnxGraph graph;
    private final OnnxImages images;

    OnnxVertices(ComputationGraph network, OnnxGraph graph) {
        this.network = network;
        this.graph = graph;
        this.images = new OnnxImages(graph);
    }

    /**
     * The name of a vertex's value in the graph. It differs from the names of all inputs and outputs of the file.
     *
     * @param vertex the name of the vertex in the network
     * @return the name of the value
     */
    static String value(String vertex) {
        return "network/" + vertex;
    }

    /**
     * Adds a vertex.
     *
     * @param name the name of the vertex, whose inputs must have been added
     * @throws IllegalArgumentException if ONNX has no operators for the vertex
     */
    void add(String name) {
        List<String> inputs = network.getConfiguration().getVertexInputs().get(name).stream()
                .map(OnnxVertices::value)
                .toList();
        String y = value(name);
        if (network.getLayer(name) != null) {
            addLayer(network.getLayer(name), inputs.get(0), y);
            return;
        }
        GraphVertex vertex = network.getConfiguration().getVertices().get(name);
        if (vertex instanceof ColumnsVertex columns) {
            addColumns(inputs.get(0), columns.getFrom(), columns.getTo(), y);
        } else if (vertex instanceof ConcatVertex) {
            graph.node("Concat", y, inputs, Map.of("axis", 1));
        } else if (vertex instanceof SumVertex) {
            graph.node("Sum", y, inputs, Map.of());
        } else if (vertex instanceof ClampVertex clamp) {
            addClamp(clamp, inputs.get(0), y);
        } else if (vertex instanceof PairVertex) {
            // Pairs of examples are formed in training only.
            graph.node("Identity", y, inputs.get(0));
        } else {
            throw refused(name, vertex);
        }
    }

    private void addLayer(org.deeplearning4j.nn.api.Layer layer, String x, String y) {
        Map<String, INDArray> parameters = layer.paramTable();
        org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
        if (conf instanceof DenseBlock dense) {
            OnnxFunctions.add(graph, dense.getNonlinearity(), addLinear(parameters, x, y + "/linear"), y);
        } else if (conf instanceof GatedDenseBlock gated) {
            addGated(gated, parameters, x, y);
        } else if (conf instanceof ConvolutionBlock convolution) {
            images.addConvolution(convolution, parameters, x, y);
        } else if (conf instanceof TransposedConvolutionBlock transposed) {
            images.addTransposedConvolution(transposed, parameters, x, y);
        } else if (conf instanceof PoolBlock pool) {
            images.addPool(pool, x, y);
        } else if (conf instanceof UpsampleBlock upsample) {
            images.addUpsample(upsample, x, y);
        } else if (conf instanceof ActivationBlock activation) {
            OnnxFunctions.add(graph, activation.getNonlinearity(), x, y);
        } else if (conf instanceof DropoutBlock) {
            graph.node("Identity", y, x);
        } else if (conf instanceof BatchNormBlock norm) {
            addBatchNorm(norm, parameters, x, y);
        } else if (conf instanceof LayerNormBlock norm) {
            addLayerNorm(norm, parameters, x, y);
        } else if (conf instanceof SharedParameterLayer shared) {
            addSharedParameter(parameters, x, y, Math.toIntExact(shared.getNOut()));
        } else {
            throw refused(y, conf);
        }
    }

    /** Adds x W + b. */
    private String addLinear(Map<String, INDArray> parameters, String x, String y) {
        INDArray w = parameters.get("W");
        String bias = graph.matrix(y, parameters.get("b"), w.columns());
        return graph.node("Gemm", y, x, graph.matrix(y, w, w.rows(), w.columns()), bias);
    }

    /** Adds f(left) ⊙ sigmoid(right), where left and right are the halves of the columns of x W + b. */
    private void addGated(GatedDenseBlock layer, Map<String, INDArray> parameters, String x, String y) {
        String linear = addLinear(parameters, x, y + "/both");
        int n = Math.toIntExact(layer.getNOut());
        String left = addColumns(linear, 0, n, y + "/left");
        String right = addColumns(linear, n, 2 * n, y + "/right");
        String value = OnnxFunctions.add(graph, layer.getNonlinearity(), left, y + "/value");
        String gate = OnnxFunctions.add(graph, Nonlinearity.SIGMOID, right, y + "/gate");
        graph.node("Mul", y, value, gate);
    }

    /** Adds the concatenation of the columns before the range of a clamp, the clamped columns and those behind. */
    private void addClamp(ClampVertex vertex, String x, String y) {
        List<String> parts = new ArrayList<>();
        if (vertex.getFrom() > 0) {
            parts.add(addColumns(x, 0, vertex.getFrom(), y + "/before"));
        }
        String unbounded = addColumns(x, vertex.getFrom(), vertex.getTo(), y + "/unbounded");
        parts.add(graph.node(
                "Clip",
                y + "/bounded",
                unbounded,
                OnnxFunctions.scalar(graph, y, vertex.getLeast()),
                OnnxFunctions.scalar(graph, y, vertex.getMost())));
        // In ONNX a slice may end behind the last column, and it may be empty.
        parts.add(addColumns(x, vertex.getTo(), Integer.MAX_VALUE, y + "/behind"));
        graph.node("Concat", y, parts, Map.of("axis", 1));
    }

    /** Adds the columns from {@code from} to {@code to}, the latter excluded, and returns {@code y}. */
    String addColumns(String x, int from, int to, String y) {
        return graph.node("Slice", y, x, graph.integers(y, from), graph.integers(y, to), graph.integers(y, 1));
    }

    /**
     * Adds a batch normalisation with the moments that training kept. It is linear in each feature: {@code y = slope x
     * + offset} with {@code slope = gamma / √(var + epsilon)} and {@code offset = beta − mean · slope}.
     */
    private void addBatchNorm(BatchNormBlock layer, Map<String, INDArray> parameters, String x, String y) {
        double[] variance = values(parameters, "var");
        double[] gamma = values(parameters, "gamma");
        double[] beta = values(parameters, "beta");
        double[] mean = values(parameters, "mean");
        float[] slope = new float[gamma.length];
        float[] offset = new float[gamma.length];
        for (int i = 0; i < gamma.length; i++) {
            double exactSlope = gamma[i] / Math.sqrt(variance[i] + layer.getEpsilon());
            slope[i] = (float) exactSlope;
            offset[i] = (float) (beta[i] - mean[i] * exactSlope);
        }
        int features = Math.toIntExact(layer.getNIn());
        String scaled = graph.node("Mul", y + "/scaled", x, perFeature(y, slope, features));
        graph.node("Add", y, scaled, perFeature(y, offset, features));
    }

    private void addLayerNorm(LayerNormBlock layer, Map<String, INDArray> parameters, String x, String y) {
        int features = Math.toIntExact(layer.getNIn());
        graph.node(
                "LayerNormalization",
                y,
                List.of(
                        x,
                        perFeature(y, parameters.get("gamma").dup().toFloatVector(), features),
                        perFeature(y, parameters.get("beta").dup().toFloatVector(), features)),
                Map.of("axis", 1, "epsilon", (float) layer.getEpsilon()));
    }

    private static double[] values(Map<String, INDArray> parameters, String key) {
        return parameters.get(key).dup().toDoubleVector();
    }

    /** Adds a constant that repeats the value of each channel for all its pixels. */
    private String perFeature(String y, float[] values, int features) {
        int pixels = features / values.length;
        float[] repeated = new float[features];
        for (int channel = 0; channel < values.length; channel++) {
            Arrays.fill(repeated, channel * pixels, (channel + 1) * pixels, values[channel]);
        }
        return graph.floats(y, repeated, features);
    }

    /** Adds the parameter b in each row of the batch; of the input x only the number of rows matters. */
    private void addSharedParameter(Map<String, INDArray> parameters, String x, String y, int columns) {
        String rows = graph.node("Shape", y + "/shape", List.of(x), Map.of("start", 0, "end", 1));
        String shape = graph.node("Concat", y + "/rows", List.of(rows, graph.integers(y, columns)), Map.of("axis", 0));
        graph.node("Expand", y, graph.matrix(y, parameters.get("b"), 1, columns), shape);
    }

    private static IllegalArgumentException refused(String name, Object what) {
        return new IllegalArgumentException("found the vertex \"" + name.replaceFirst("^network/", "") + "\" ("
                + what.getClass().getSimpleName()
                + "), expected blocks that ONNX has operators for: export the weights, --format=safetensors");
    }
}
