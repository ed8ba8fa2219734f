package org.vae4j.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A second network that reads the parameters of a model, with activations and gradients of its own, so that another
 * thread can compute with them.
 *
 * <p>Nobody may move the parameters while a replica computes.
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
     * @param original whose parameters are read
     * @return the replica
     */
    public static Replica of(LatentModel original) {
        ComputationGraph graph =
                new ComputationGraph(original.graph().getConfiguration().clone());
        graph.init(original.graph().params(), false);
        return new Replica(original, LatentModel.of(graph));
    }

    /** {@return the model that reads the original's parameters} */
    public LatentModel model() {
        return model;
    }

    /** Tells the replica how far the training of the original has come, which noise and schedules depend on. */
    public void catchUp() {
        ComputationGraphConfiguration from = original.graph().getConfiguration();
        ComputationGraphConfiguration to = model.graph().getConfiguration();
        to.setIterationCount(from.getIterationCount());
        to.setEpochCount(from.getEpochCount());
    }
}
