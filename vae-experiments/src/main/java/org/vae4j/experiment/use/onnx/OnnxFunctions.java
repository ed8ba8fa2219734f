package org.vae4j.experiment.use.onnx;

import java.util.List;
import java.util.Map;
import org.vae4j.kernel.Nonlinearity;

/** Adds elementwise functions as operators of ONNX. */
final class OnnxFunctions {

    private OnnxFunctions() {}

    /**
     * Adds y = f(x).
     *
     * @param graph the graph that the function is added to
     * @param f the function
     * @param x the name of the argument
     * @param y the name of the result, which names of intermediate values and constants begin with
     * @return {@code y}
     */
    static String add(OnnxGraph graph, Nonlinearity f, String x, String y) {
        return switch (f) {
            case IDENTITY -> graph.node("Identity", y, x);
            case RELU -> graph.node("Relu", y, x);
            case LEAKY_RELU, LEAKY_RELU_20 -> graph.node("LeakyRelu", y, List.of(x), Map.of("alpha", (float) f.leak()));
            case TANH -> graph.node("Tanh", y, x);
            case SIGMOID -> graph.node("Sigmoid", y, x);
            case SOFTPLUS -> graph.node("Softplus", y, x);
            case ELU -> graph.node("Elu", y, List.of(x), Map.of("alpha", 1f));
            case SWISH -> graph.node("Mul", y, x, graph.node("Sigmoid", y + "/sigmoid", x));
            case GELU -> gelu(graph, x, y);
            case HARDTANH -> graph.node("Clip", y, x, scalar(graph, y, -1), scalar(graph, y, 1));
            case UNIT_CLAMP -> graph.node("Clip", y, x, scalar(graph, y, 0), scalar(graph, y, 1));
        };
    }

    /** Adds x · Φ(x) = x/2 · (1 + erf(x / √2)). ONNX has GELU itself only from opset 20 on. */
    private static String gelu(OnnxGraph graph, String x, String y) {
        String scaled = graph.node("Mul", y + "/scaled", x, scalar(graph, y, Math.sqrt(0.5)));
        String error = graph.node("Erf", y + "/erf", scaled);
        String sum = graph.node("Add", y + "/sum", error, scalar(graph, y, 1));
        String half = graph.node("Mul", y + "/half", x, scalar(graph, y, 0.5));
        return graph.node("Mul", y, half, sum);
    }

    /** Adds a constant number; its name begins with {@code user}, the name of the value that uses it. */
    static String scalar(OnnxGraph graph, String user, double value) {
        return graph.floats(user, new float[] {(float) value});
    }
}
