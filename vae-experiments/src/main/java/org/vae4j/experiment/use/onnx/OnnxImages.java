package org.vae4j.experiment.use.onnx;

import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.patch.PatchAxis;
import org.vae4j.layers.ConvolutionBlock;
import org.vae4j.layers.Filter;
import org.vae4j.layers.ImageShape;
import org.vae4j.layers.PoolBlock;
import org.vae4j.layers.TransposedConvolutionBlock;
import org.vae4j.layers.UpsampleBlock;

/** Layers on images, which are rows here and {@code [batch, channels, height, width]} in ONNX. */
final class OnnxImages {

    private final OnnxGraph graph;

    OnnxImages(OnnxGraph graph) {
        this.graph = graph;
    }

    String convolution(ConvolutionBlock layer, Map<String, INDArray> parameters, String x, String y) {
        ImageShape image = layer.getImage();
        Filter filter = layer.getFilter();
        int k = filter.size();
        String result = graph.node(
                "Conv",
                y + "/convolved",
                List.of(
                        image(x, image, y),
                        weights(y, parameters, layer.getChannels(), image.channels(), k),
                        bias(y, parameters)),
                Map.of(
                        "kernel_shape", List.of(k, k),
                        "strides", List.of(filter.stride(), filter.stride()),
                        "pads", pads(axis(filter, image.height()), axis(filter, image.width()))));
        return rows(OnnxFunctions.add(graph, layer.getNonlinearity(), result, y + "/f"), y);
    }

    String transposed(TransposedConvolutionBlock layer, Map<String, INDArray> parameters, String x, String y) {
        ImageShape image = layer.getImage();
        Filter filter = layer.getFilter();
        int k = filter.size();
        PatchAxis vertical = axis(filter, filter.pixelsFor(image.height()));
        PatchAxis horizontal = axis(filter, filter.pixelsFor(image.width()));
        String result = graph.node(
                "ConvTranspose",
                y + "/convolved",
                List.of(
                        image(x, image, y),
                        weights(y, parameters, image.channels(), layer.getChannels(), k),
                        bias(y, parameters)),
                Map.of(
                        "kernel_shape", List.of(k, k),
                        "strides", List.of(filter.stride(), filter.stride()),
                        "pads", pads(vertical, horizontal),
                        // Pixels behind the last whole patch, where the kernel is smaller than the stride.
                        "output_padding", List.of(Math.max(0, -after(vertical)), Math.max(0, -after(horizontal)))));
        return rows(OnnxFunctions.add(graph, layer.getNonlinearity(), result, y + "/f"), y);
    }

    String pool(PoolBlock layer, String x, String y) {
        Filter filter = layer.getFilter();
        ImageShape image = layer.getImage();
        Map<String, Object> settings = Map.of(
                "kernel_shape", List.of(filter.size(), filter.size()),
                "strides", List.of(filter.stride(), filter.stride()),
                "pads", pads(axis(filter, image.height()), axis(filter, image.width())));
        // An average leaves pixels outside out unless it is told otherwise.
        String operator = layer.getKind() == PoolBlock.Kind.MAX ? "MaxPool" : "AveragePool";
        return rows(graph.node(operator, y + "/pooled", List.of(image(x, image, y)), settings), y);
    }

    String upsample(UpsampleBlock layer, String x, String y) {
        String scales = graph.floats(y, new float[] {1, 1, layer.getFactor(), layer.getFactor()}, 4);
        String result = graph.node(
                "Resize",
                y + "/resized",
                List.of(image(x, layer.getImage(), y), "", scales),
                Map.of("mode", "nearest", "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor"));
        return rows(result, y);
    }

    private String image(String rows, ImageShape shape, String y) {
        return graph.node(
                "Reshape", y + "/image", rows, graph.integers(y, 0, shape.channels(), shape.height(), shape.width()));
    }

    private String rows(String image, String y) {
        return graph.node("Flatten", y, List.of(image), Map.of("axis", 1));
    }

    /** Ours are [patch, kernels]; ONNX wants [kernels, channels of the patch, k, k]. */
    private String weights(String y, Map<String, INDArray> parameters, int kernels, int channels, int k) {
        return graph.matrix(y, parameters.get("W").transpose(), kernels, channels, k, k);
    }

    private String bias(String y, Map<String, INDArray> parameters) {
        return graph.matrix(y, parameters.get("b"), parameters.get("b").length());
    }

    private static PatchAxis axis(Filter filter, int pixels) {
        return filter.same()
                ? PatchAxis.same(pixels, filter.size(), filter.stride())
                : PatchAxis.padded(pixels, filter.size(), filter.stride(), filter.padding());
    }

    /** Above, left, below, right. */
    private static List<Integer> pads(PatchAxis vertical, PatchAxis horizontal) {
        return List.of(
                vertical.before(), horizontal.before(), Math.max(0, after(vertical)), Math.max(0, after(horizontal)));
    }

    /** How far the last position reaches out of the image; negative where it ends inside. */
    private static int after(PatchAxis axis) {
        return (axis.positions() - 1) * axis.stride() + axis.kernel() - axis.before() - axis.size();
    }
}
