package org.vae4j.update.optimiser;

import java.util.Collection;
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
 * The updater of a network and the weight decay of its groups of layers, with other optimisers for some groups.
 *
 * <p>AdamW (Loshchilov and Hutter 2019) is Adam with a decoupled {@link GroupDecay} and not an updater of its own. DL4J
 * never shows an updater the parameters, so decay is a setting of the layers: saved models hold it as DL4J writes it,
 * and DL4J's own {@code fit} applies it.
 *
 * @param updater an updater of this library or of ND4J
 * @param decays one for each group that decays; groups must not overlap
 * @param groups the groups with their own updater and decay, to which the other two components do not apply; they must
 *     not overlap
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
     * @param updater an updater of this library or of ND4J
     * @param decays one for each group that decays; groups must not overlap
     */
    public Optimiser(IUpdater updater, List<GroupDecay> decays) {
        this(updater, decays, List.of());
    }

    /**
     * An updater without weight decay.
     *
     * @param updater an updater of this library or of ND4J
     * @return the optimiser
     */
    public static Optimiser of(IUpdater updater) {
        return new Optimiser(updater, List.of());
    }

    /**
     * An updater with weight decay.
     *
     * @param updater an updater of this library or of ND4J
     * @param decays one for each group that decays
     * @return the optimiser
     */
    public static Optimiser of(IUpdater updater, GroupDecay... decays) {
        return new Optimiser(updater, List.of(decays));
    }

    /**
     * Replaces the groups with their own optimisers.
     *
     * @param others one for each such group
     * @return a copy with these groups
     */
    public Optimiser withGroups(List<GroupOptimiser> others) {
        return new Optimiser(updater, decays, others);
    }

    /**
     * Sets the updater and the weight decay of every layer. Call it before a network is built from the configuration.
     *
     * @param configuration the network's configuration, whose layers are changed
     * @throws IllegalArgumentException when a group has no layer, or a layer belongs to two groups
     */
    public void configure(ComputationGraphConfiguration configuration) {
        Map<String, GraphVertex> vertices = configuration.getVertices();
        decays.forEach(decay -> requireMembers(decay.group(), vertices.keySet()));
        for (GroupOptimiser group : groups) {
            requireMembers(group.group(), vertices.keySet());
            List<String> members =
                    vertices.keySet().stream().filter(group.group()::contains).toList();
            group.optimiser().decays().forEach(decay -> requireMembers(decay.group(), members));
        }
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

    /** Without this check, a group that matches nothing would be ignored silently. */
    private static void requireMembers(ParameterGroup group, Collection<String> vertices) {
        if (vertices.stream().noneMatch(group::contains)) {
            throw new IllegalArgumentException("found no layer of the group " + group.name() + " among " + vertices
                    + ", expected a vertex whose name begins with one of " + group.prefixes());
        }
    }
}
