package org.vae4j.train.step;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.UpdaterBlock.ParamState;
import org.vae4j.update.GradientRule;

/** The set of layers that an update moves, and those among them that also move while the others pause. */
final class UpdatedLayers {

    private final Set<String> names;
    private final boolean all;
    /** The layers of the set that another update moves in steps in which the rest of the set pauses. */
    private final Set<String> alone;

    private UpdatedLayers(Collection<String> names, boolean all, Collection<String> alone) {
        this.names = Set.copyOf(names);
        this.all = all;
        this.alone = Set.copyOf(alone);
    }

    /** All layers of a network whose steps have one phase. */
    static UpdatedLayers all() {
        return new UpdatedLayers(Set.of(), true, Set.of());
    }

    /** The layers of a network without those that other phases move. */
    static UpdatedLayers allBut(ComputationGraph graph, Collection<String> others) {
        Set<String> names = new HashSet<>(graph.getConfiguration().getVertices().keySet());
        names.removeAll(others);
        return of(names);
    }

    /** The layers of the given vertices. */
    static UpdatedLayers of(Collection<String> names) {
        return new UpdatedLayers(names, false, Set.of());
    }

    /** The same layers, some of which move in steps in which the others pause. */
    UpdatedLayers withMovingAlone(Collection<String> some) {
        return new UpdatedLayers(names, all, some);
    }

    /** Whether a layer moves in steps in which the others pause. */
    boolean movesAlone(String name) {
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
     * Whether this library computes a weight decay. It must do so for a phase of several, since DL4J's updater would
     * move the parameters of the other phases too.
     */
    boolean computes(RangeDecay decay, GradientRule rule) {
        return all ? decay.isComputedHere(rule) : decay.isSupported();
    }
}
