package org.vae4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.network.hierarchy.LevelDraws;

/**
 * The stochastic layers in the network of a decoder without its encoder: one vertex per layer, a range of z's columns.
 */
final class DecoderLevels {

    private DecoderLevels() {}

    /** Adds a vertex for each layer above the first, with its columns of z; returns the names of the vertices. */
    static Set<String> addWindows(
            ComputationGraphConfiguration.GraphBuilder builder, String latent, List<Integer> levels) {
        int first = levels.get(0);
        for (int l = 2; l <= levels.size(); l++) {
            int end = first + levels.get(l - 1);
            builder.addVertex(LevelDraws.draws(l), new ColumnsVertex(first, end), latent);
            first = end;
        }
        return IntStream.rangeClosed(2, levels.size())
                .mapToObj(LevelDraws::draws)
                .collect(Collectors.toSet());
    }

    /** The name of the vertex of the last layer, which the model's prior reads: z itself where there is one layer. */
    static String last(String latent, List<Integer> levels) {
        return levels.size() > 1 ? LevelDraws.draws(levels.size()) : latent;
    }

    /** The priors of the layers below the last; empty where there is one layer. */
    static Optional<LowerLevels> of(ComputationGraph graph) {
        List<Integer> sizes = sizes(graph.getConfiguration().getVertices());
        return sizes.isEmpty() ? Optional.empty() : Optional.of(new LowerLevels(sizes, new DecoderAlone(graph, sizes)));
    }

    /** The networks of the priors in a decoder without its encoder, which computes no gradients. */
    private record DecoderAlone(ComputationGraph graph, List<Integer> sizes) implements LowerLevels.Networks {

        @Override
        public double[] parameters(int level, double[] above) {
            return DecoderLevels.parameters(graph, sizes, level, above);
        }

        @Override
        public double[] pullBack(int level, double[] above, double[] gradient) {
            throw new UnsupportedOperationException("found a decoder alone, expected the model that it was cut from,"
                    + " whose networks have gradients: ask LatentModel.prior()");
        }
    }

    /** The dimensions of all layers, as the windows of z tell; none where there is one layer. */
    private static List<Integer> sizes(Map<String, GraphVertex> vertices) {
        List<Integer> sizes = new ArrayList<>();
        for (int l = 2; vertices.get(LevelDraws.draws(l)) instanceof ColumnsVertex window; l++) {
            if (sizes.isEmpty()) {
                sizes.add(window.getFrom());
            }
            sizes.add(window.getTo() - window.getFrom());
        }
        return sizes;
    }

    /**
     * Runs the network on rows of z in which only the columns of the layer above are set: the prior reads no others.
     */
    private static double[] parameters(ComputationGraph graph, List<Integer> sizes, int level, double[] above) {
        int rows = above.length / sizes.get(level);
        int columns = sizes.stream().mapToInt(size -> size).sum();
        double[] z = new double[rows * columns];
        int first = sizes.subList(0, level).stream().mapToInt(size -> size).sum();
        System.arraycopy(above, 0, z, first * rows, above.length);
        INDArray input = LowerLevels.array(z, columns, graph.params().dataType());
        int output = graph.getConfiguration().getNetworkOutputs().indexOf(LevelDraws.prior(level));
        return LowerLevels.values(Matrix.ofAny(graph.output(input)[output]));
    }
}
