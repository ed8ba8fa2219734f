package org.vae4j.train.step;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.vae4j.update.GradientRule;

/** The layers that an update moves. */
final class UpdatedLayers {

    private final Set<String> names;
    private final boolean all;
    /** Those of them that move in steps in which the others pause. */
    private final Set<String> alone;

    private UpdatedLayers(Collection<String> names, boolean all, Collection<String> alone) {
        this.names = Set.copyOf(names);
        this.all = all;
        this.alone = Set.copyOf(alone);
    }

    /** Those of the whole network, in the only phase of a step. */
    static UpdatedLayers all() {
        return new UpdatedLayers(Set.of(), true, Set.of());
    }

    /** Those of the network that other phases do not move. */
    static UpdatedLayers allBut(ComputationGraph graph, Collection<String> others) {
        Set<String> names = new HashSet<>(graph.getConfiguration().getVertices().keySet());
        names.removeAll(others);
        return of(names);
    }

    /** Some layers, by the names of their vertices: one phase of a step. */
    static UpdatedLayers of(Collection<String> names) {
        return new UpdatedLayers(names, false, Set.of());
    }

    /** The same layers, some of which move in steps in which the others pause. */
    UpdatedLayers ofWhichMoveAlone(Collection<String> some) {
        return new UpdatedLayers(names, all, some);
    }

    /** Whether a layer moves in steps in which the others pause. */
    boolean goesOnAlone(String name) {
        return !alone.isEmpty() && alone.contains(name);
    }

    boolean contains(String name) {
        return all || names.contains(name);
    }

    boolean contains(ParamState tensor) {
        return contains(tensor.getLayer().getConfig().getLayerName());
    }

    /** {@return whether DL4J's updater, which moves every parameter, may do the update} */
    boolean areAll() {
        return all;
    }

    /**
     * Whether a weight decay is computed by this library. DL4J's updater would move the other phases' parameters too.
     */
    boolean takes(RangeDecay decay, GradientRule rule) {
        return all ? decay.isKnown(rule) : decay.isOurs();
    }
}
