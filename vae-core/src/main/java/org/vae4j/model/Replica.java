package org.vae4j.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A second network that shares the parameters of a model but has activations and gradients of its own, so that another
 * thread can compute with the same parameters.
 *
 * <p>The parameters must not be updated while a replica computes.
 */
public final class Replica {

    private final LatentModel original;
    private final LatentModel model;

    private Replica(LatentModel original, LatentModel model) {
        this.original = original;
        this.model = model;
    }

    /**
     * Makes a replica.
     *
     * @param original the model whose parameters are shared
     * @return the replica
     */
    public static Replica of(LatentModel original) {
        ComputationGraph graph =
                new ComputationGraph(original.graph().getConfiguration().clone());
        graph.init(original.graph().params(), false);
        return new Replica(original, LatentModel.of(graph));
    }

    /** {@return the model that shares the original's parameters} */
    public LatentModel model() {
        return model;
    }

    /** Copies the counters of iterations and epochs from the original: noise and schedules depend on them. */
    public void catchUp() {
        ComputationGraphConfiguration from = original.graph().getConfiguration();
        ComputationGraphConfiguration to = model.graph().getConfiguration();
        to.setIterationCount(from.getIterationCount());
        to.setEpochCount(from.getEpochCount());
    }
}
