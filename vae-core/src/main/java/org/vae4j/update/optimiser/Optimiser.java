package org.vae4j.update.optimiser;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * How a network is updated: its updater and the weight decay of each group of layers, and the groups that are updated
 * in another way.
 *
 * <p>AdamW (Loshchilov and Hutter 2019) is Adam with a decoupled {@link GroupDecay}, and no updater of its own: DL4J
 * never shows an updater the parameters, so decay is a setting of the layers. Saved models have it as DL4J writes it,
 * and DL4J's own {@code fit} follows it.
 *
 * @param updater ours or any of ND4J's
 * @param decays one for each group that decays; groups must not overlap
 * @param groups the groups with an updater and a decay of their own, to which the other two components say nothing;
 *     they must not overlap
 */
public record Optimiser(IUpdater updater, List<GroupDecay> decays, List<GroupOptimiser> groups) {

    public Optimiser {
        Objects.requireNonNull(updater, "updater");
        decays = List.copyOf(decays);
        groups = List.copyOf(groups);
    }

    /**
     * One updater for the whole network.
     *
     * @param updater ours or any of ND4J's
     * @param decays one for each group that decays; groups must not overlap
     */
    public Optimiser(IUpdater updater, List<GroupDecay> decays) {
        this(updater, decays, List.of());
    }

    /**
     * An updater without weight decay.
     *
     * @param updater ours or any of ND4J's
     * @return the optimiser
     */
    public static Optimiser of(IUpdater updater) {
        return new Optimiser(updater, List.of());
    }

    /**
     * An updater with weight decay.
     *
     * @param updater ours or any of ND4J's
     * @param decays one for each group that decays
     * @return the optimiser
     */
    public static Optimiser of(IUpdater updater, GroupDecay... decays) {
        return new Optimiser(updater, List.of(decays));
    }

    /**
     * The same with groups that are updated in another way.
     *
     * @param others one for each such group
     * @return the optimiser
     */
    public Optimiser withGroups(List<GroupOptimiser> others) {
        return new Optimiser(updater, decays, others);
    }

    /**
     * Makes every layer of a network be updated so. Call it before the network is made of the configuration.
     *
     * @param configuration its layers are changed
     * @throws IllegalArgumentException when a group has no layer, or a layer belongs to two groups
     */
    public void configure(ComputationGraphConfiguration configuration) {
        Map<String, GraphVertex> vertices = configuration.getVertices();
        decays.forEach(decay -> requireMembers(decay.group(), vertices));
        groups.forEach(group -> requireMembers(group.group(), vertices));
        vertices.forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layer && layer.getLayerConf().getLayer() instanceof BaseLayer base) {
                of(name).configure(name, base);
            }
        });
    }

    private void configure(String vertex, BaseLayer layer) {
        layer.setIUpdater(updater);
        List<Regularization> regularization = regularization(vertex);
        if (!regularization.isEmpty()) {
            layer.setRegularization(regularization);
        }
    }

    /** The optimiser of a layer: its group's, or this one. */
    private Optimiser of(String vertex) {
        List<GroupOptimiser> own =
                groups.stream().filter(g -> g.group().contains(vertex)).toList();
        if (own.size() > 1) {
            throw new IllegalArgumentException("found the layer " + vertex + " in the groups "
                    + own.get(0).group().name() + " and " + own.get(1).group().name()
                    + ", expected one group for each layer");
        }
        return own.isEmpty() ? this : own.get(0).optimiser();
    }

    private List<Regularization> regularization(String vertex) {
        List<GroupDecay> own =
                decays.stream().filter(d -> d.group().contains(vertex)).toList();
        if (own.size() > 1) {
            throw new IllegalArgumentException("found the layer " + vertex + " in the groups "
                    + own.get(0).group().name() + " and " + own.get(1).group().name()
                    + ", expected one weight decay for each layer");
        }
        return own.stream().map(GroupDecay::regularization).toList();
    }

    private static void requireMembers(ParameterGroup group, Map<String, GraphVertex> vertices) {
        if (vertices.keySet().stream().noneMatch(group::contains)) {
            throw new IllegalArgumentException("found no layer of the group " + group.name()
                    + ", expected a vertex whose name begins with one of " + group.prefixes());
        }
    }
}
