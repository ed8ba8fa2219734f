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

/** The stochastic layers of a decoder alone: windows of z, from which the priors of the layers below follow. */
final class DecoderLevels {

    private DecoderLevels() {}

    /** Adds the layers above the first one as windows of z; returns their vertices. */
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

    /** The vertex of the last layer, which the model's prior is of: z itself where there is one layer. */
    static String last(String latent, List<Integer> levels) {
        return levels.size() > 1 ? LevelDraws.draws(levels.size()) : latent;
    }

    /** The priors of the layers below the last one; nothing where there is one layer. */
    static Optional<LowerLevels> of(ComputationGraph graph) {
        List<Integer> sizes = sizes(graph.getConfiguration().getVertices());
        return sizes.isEmpty() ? Optional.empty() : Optional.of(new LowerLevels(sizes, new DecoderAlone(graph, sizes)));
    }

    /** The networks of a decoder alone. */
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

    /** Only the columns of the layer above are looked at. */
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
