package org.vae4j.train.step;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.compiled.NetworkPass;
import org.vae4j.objective.ElboTerms;

/**
 * The phase of a step in which a discriminator learns. One thread computes its gradient, however many share the
 * model's: a permutation or another reference is of the whole batch.
 */
final class DiscriminatorPhase implements Phase {

    private final NetworkPass pass;
    private final ParallelGradient gradient;
    private final ParameterUpdate update;

    DiscriminatorPhase(ComputationGraph graph, NetworkPass pass, ParallelGradient gradient, WorkerThreads threads) {
        this.pass = pass;
        this.gradient = gradient;
        this.update = new ParameterUpdate(graph, UpdatedLayers.of(pass.vertices()), gradient, threads);
    }

    @Override
    public boolean readsOtherExamples() {
        return pass.readsOtherExamples();
    }

    @Override
    public ElboTerms apply(INDArray x, INDArray others, ElboTerms before) {
        return before.with(apply(x, others, before.others()));
    }

    /**
     * Computes the gradient and, unless the gate is closed, does the update; returns what the discriminator was before
     * it, by names.
     */
    Map<String, Double> apply(INDArray x, INDArray others, Map<String, Double> before) {
        NetworkPass.Found found = pass.learn(x, others, before);
        if (found.learns()) {
            gradient.computedByTheModel();
            update.apply(found.rows());
        } else {
            update.pause();
        }
        return found.values();
    }
}
