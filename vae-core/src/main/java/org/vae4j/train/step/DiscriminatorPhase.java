package org.vae4j.train.step;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.compiled.NetworkPass;
import org.vae4j.objective.ElboTerms;

/**
 * The phase of a step in which a discriminator learns. One thread computes its gradient even where several threads
 * share the model's, since references such as a permutation are computed from the whole batch.
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
     * Computes the gradient and, if the gate is open, updates the discriminator.
     *
     * @return the values of the discriminator before its update, by their names
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
