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

/** The vertices of a network, in evaluation, as ONNX nodes. */
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
     * The value of a vertex, which no input or output of the graph is called.
     *
     * @param vertex its name in the network
     * @return its name in the graph
     */
    static String value(String vertex) {
        return "network/" + vertex;
    }

    /**
     * Adds a vertex.
     *
     * @param name of the vertex, whose inputs have been added
     * @throws IllegalArgumentException when it is one that cannot be said
     */
    void add(String name) {
        List<String> inputs = network.getConfiguration().getVertexInputs().get(name).stream()
                .map(OnnxVertices::value)
                .toList();
        String y = value(name);
        if (network.getLayer(name) != null) {
            layer(y, network.getLayer(name), inputs.get(0));
            return;
        }
        GraphVertex vertex = network.getConfiguration().getVertices().get(name);
        if (vertex instanceof ColumnsVertex columns) {
            columns(inputs.get(0), columns.getFrom(), columns.getTo(), y);
        } else if (vertex instanceof ConcatVertex) {
            graph.node("Concat", y, inputs, Map.of("axis", 1));
        } else if (vertex instanceof SumVertex) {
            graph.node("Sum", y, inputs, Map.of());
        } else if (vertex instanceof ClampVertex clamp) {
            clamp(clamp, inputs.get(0), y);
        } else if (vertex instanceof PairVertex) {
            // Evaluation knows no pairs.
            graph.node("Identity", y, inputs.get(0));
        } else {
            throw refused(name, vertex);
        }
    }

    private void layer(String y, org.deeplearning4j.nn.api.Layer layer, String x) {
        Map<String, INDArray> parameters = layer.paramTable();
        org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
        if (conf instanceof DenseBlock dense) {
            OnnxFunctions.add(graph, dense.getNonlinearity(), dense(parameters, x, y + "/linear"), y);
        } else if (conf instanceof GatedDenseBlock gated) {
            gated(gated, parameters, x, y);
        } else if (conf instanceof ConvolutionBlock convolution) {
            images.convolution(convolution, parameters, x, y);
        } else if (conf instanceof TransposedConvolutionBlock transposed) {
            images.transposed(transposed, parameters, x, y);
        } else if (conf instanceof PoolBlock pool) {
            images.pool(pool, x, y);
        } else if (conf instanceof UpsampleBlock upsample) {
            images.upsample(upsample, x, y);
        } else if (conf instanceof ActivationBlock activation) {
            OnnxFunctions.add(graph, activation.getNonlinearity(), x, y);
        } else if (conf instanceof DropoutBlock) {
            graph.node("Identity", y, x);
        } else if (conf instanceof BatchNormBlock norm) {
            batchNorm(norm, parameters, x, y);
        } else if (conf instanceof LayerNormBlock norm) {
            layerNorm(norm, parameters, x, y);
        } else if (conf instanceof SharedParameterLayer shared) {
            shared(parameters, x, y, Math.toIntExact(shared.getNOut()));
        } else {
            throw refused(y, conf);
        }
    }

    private String dense(Map<String, INDArray> parameters, String x, String y) {
        INDArray w = parameters.get("W");
        String bias = graph.matrix(y, parameters.get("b"), w.columns());
        return graph.node("Gemm", y, x, graph.matrix(y, w, w.rows(), w.columns()), bias);
    }

    private void gated(GatedDenseBlock layer, Map<String, INDArray> parameters, String x, String y) {
        String both = dense(parameters, x, y + "/both");
        int n = Math.toIntExact(layer.getNOut());
        String value =
                OnnxFunctions.add(graph, layer.getNonlinearity(), columns(both, 0, n, y + "/left"), y + "/value");
        String gate =
                OnnxFunctions.add(graph, Nonlinearity.SIGMOID, columns(both, n, 2 * n, y + "/right"), y + "/gate");
        graph.node("Mul", y, value, gate);
    }

    /** The columns that are bounded, between those in front of them and those behind. */
    private void clamp(ClampVertex vertex, String x, String y) {
        List<String> parts = new ArrayList<>();
        if (vertex.getFrom() > 0) {
            parts.add(columns(x, 0, vertex.getFrom(), y + "/before"));
        }
        String bounded = columns(x, vertex.getFrom(), vertex.getTo(), y + "/unbounded");
        parts.add(graph.node(
                "Clip",
                y + "/bounded",
                bounded,
                OnnxFunctions.scalar(graph, y, vertex.getLeast()),
                OnnxFunctions.scalar(graph, y, vertex.getMost())));
        // A slice may end behind the last column, and may be empty.
        parts.add(columns(x, vertex.getTo(), Integer.MAX_VALUE, y + "/behind"));
        graph.node("Concat", y, parts, Map.of("axis", 1));
    }

    /** The columns from one to another, the last excluded. */
    String columns(String x, int from, int to, String y) {
        return graph.node("Slice", y, x, graph.integers(y, from), graph.integers(y, to), graph.integers(y, 1));
    }

    /** Writes a batch normalisation: with the moments that were kept, it is a line for each feature. */
    private void batchNorm(BatchNormBlock layer, Map<String, INDArray> parameters, String x, String y) {
        double[] variance = values(parameters, "var");
        double[] gamma = values(parameters, "gamma");
        double[] beta = values(parameters, "beta");
        double[] mean = values(parameters, "mean");
        float[] slope = new float[gamma.length];
        float[] offset = new float[gamma.length];
        for (int i = 0; i < gamma.length; i++) {
            double factor = gamma[i] / Math.sqrt(variance[i] + layer.getEpsilon());
            slope[i] = (float) factor;
            offset[i] = (float) (beta[i] - mean[i] * factor);
        }
        int features = Math.toIntExact(layer.getNIn());
        String scaled = graph.node("Mul", y + "/scaled", x, perFeature(y, slope, features));
        graph.node("Add", y, scaled, perFeature(y, offset, features));
    }

    private void layerNorm(LayerNormBlock layer, Map<String, INDArray> parameters, String x, String y) {
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

    /** What a channel has, for each of its pixels. */
    private String perFeature(String y, float[] values, int features) {
        int pixels = features / values.length;
        float[] repeated = new float[features];
        for (int channel = 0; channel < values.length; channel++) {
            Arrays.fill(repeated, channel * pixels, (channel + 1) * pixels, values[channel]);
        }
        return graph.floats(y, repeated, features);
    }

    /** A row for each row of the input, which takes no other part in it. */
    private void shared(Map<String, INDArray> parameters, String x, String y, int columns) {
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
