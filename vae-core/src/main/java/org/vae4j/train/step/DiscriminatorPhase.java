package org.vae4j.train.step;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.model.compiled.AuxiliaryPass;
import org.vae4j.objective.adversarial.Discrimination;

/**
 * The phase of a step in which a discriminator learns. One thread computes its gradient, however many share the
 * model's: a permutation or another reference is of the whole batch.
 */
final class DiscriminatorPhase {

    private final AuxiliaryPass pass;
    private final ParallelGradient gradient;
    private final ParameterUpdate update;

    DiscriminatorPhase(ComputationGraph graph, AuxiliaryPass pass, ParallelGradient gradient, WorkerThreads threads) {
        this.pass = pass;
        this.gradient = gradient;
        this.update = new ParameterUpdate(graph, UpdatedLayers.of(pass.vertices()), gradient, threads);
    }

    boolean readsOtherExamples() {
        return pass.readsOtherExamples();
    }

    /**
     * Computes the gradient and, unless the gate is closed, does the update; returns what the discriminator was before
     * it, by names.
     */
    Map<String, Double> apply(INDArray x, INDArray others) {
        Discrimination found = pass.gradient(x, others);
        boolean learns = found.accuracy() <= pass.gate();
        if (learns) {
            gradient.computedByTheModel();
            update.apply(pass.latents());
        }
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(pass.name() + "Discriminator", found.nats());
        values.put(pass.name() + "Accuracy", found.accuracy());
        values.put(pass.name() + "LogRatio", found.logRatioNats());
        if (pass.gate() < 1) {
            values.put(pass.name() + "Learns", learns ? 1.0 : 0.0);
        }
        return values;
    }
}
