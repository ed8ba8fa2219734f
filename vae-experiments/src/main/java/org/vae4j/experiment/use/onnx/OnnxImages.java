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

/**
 * Adds layers on images as ONNX nodes. Images are rows in this library, channel by channel and row by row, and arrays
 * {@code [batch, channels, height, width]} in ONNX: each layer is a reshape, an operator and a flattening.
 *
 * <p>In all methods {@code x} is the name of the layer's input and {@code y} that of its output, which is returned.
 */
final class OnnxImages {

    private final OnnxGraph graph;

    OnnxImages(OnnxGraph graph) {
        this.graph = graph;
    }

    /** Adds f(W * x + b), where * is the convolution. */
    String addConvolution(ConvolutionBlock layer, Map<String, INDArray> parameters, String x, String y) {
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

    /** Adds f(Wᵀ * x + b), where Wᵀ * is the transposed convolution. */
    String addTransposedConvolution(
            TransposedConvolutionBlock layer, Map<String, INDArray> parameters, String x, String y) {
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

    /** Adds the maximum or the average of the pixels under each place of the filter. */
    String addPool(PoolBlock layer, String x, String y) {
        Filter filter = layer.getFilter();
        ImageShape image = layer.getImage();
        Map<String, Object> settings = Map.of(
                "kernel_shape", List.of(filter.size(), filter.size()),
                "strides", List.of(filter.stride(), filter.stride()),
                "pads", pads(axis(filter, image.height()), axis(filter, image.width())));
        // By default ONNX's average does not count the padding, as this library's.
        String operator = layer.getKind() == PoolBlock.Kind.MAX ? "MaxPool" : "AveragePool";
        return rows(graph.node(operator, y + "/pooled", List.of(image(x, image, y)), settings), y);
    }

    /** Adds the repetition of each pixel in a square. */
    String addUpsample(UpsampleBlock layer, String x, String y) {
        String scales = graph.floats(y, new float[] {1, 1, layer.getFactor(), layer.getFactor()}, 4);
        String result = graph.node(
                "Resize",
                y + "/resized",
                List.of(image(x, layer.getImage(), y), "", scales),
                Map.of("mode", "nearest", "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor"));
        return rows(result, y);
    }

    /** Adds the reshape of rows to images. */
    private String image(String rows, ImageShape shape, String y) {
        return graph.node(
                "Reshape", y + "/image", rows, graph.integers(y, 0, shape.channels(), shape.height(), shape.width()));
    }

    /** Adds the flattening of images to rows. */
    private String rows(String image, String y) {
        return graph.node("Flatten", y, List.of(image), Map.of("axis", 1));
    }

    /** Adds the kernels, which are {@code [patch, kernels]} here and {@code [kernels, channels, k, k]} in ONNX. */
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

    /** The padding of an image in the order of ONNX: above, left, below, right. */
    private static List<Integer> pads(PatchAxis vertical, PatchAxis horizontal) {
        return List.of(
                vertical.before(), horizontal.before(), Math.max(0, after(vertical)), Math.max(0, after(horizontal)));
    }

    /** The number of pixels by which the filter's last place reaches out of the image; negative if it ends inside. */
    private static int after(PatchAxis axis) {
        return (axis.positions() - 1) * axis.stride() + axis.kernel() - axis.before() - axis.size();
    }
}
