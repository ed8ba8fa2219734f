package org.vae4j.model.compiled;

import java.util.List;
import java.util.Optional;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.layers.NoisePosition;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.support.SupportCheck;
import org.vae4j.model.compiled.GraphBuffers.Buffers;
import org.vae4j.model.compiled.GraphPass.Need;
import org.vae4j.model.driven.GraphNoise;
import org.vae4j.model.plan.GraphNode;

/** Passes that begin at vertices whose activations are given, in place of the network's input. */
final class EnteredPasses {

    private final GraphPasses passes;
    private final GraphNoise noise;
    /** The network's nodes, with the backward pass that goes through z. */
    private final List<GraphNode> nodes;

    EnteredPasses(GraphPasses passes, GraphNoise noise, List<GraphNode> nodes) {
        this.passes = passes;
        this.noise = noise;
        this.nodes = nodes;
    }

    /** The activations of a vertex, with no noise on the way. */
    Matrix output(Entrance entrance, String to) {
        int last = passes.index(to);
        return computed(entrance, to, Need.VALUES).outputs[last];
    }

    private Buffers computed(Entrance entrance, String to, Need need) {
        Buffers b = passes.entered(List.of(entrance), passes.index(to), need);
        noise.refuse(passes.way(b), entrance.vertex(), to);
        passes.compute(b);
        return b;
    }

    /** The activations of a vertex, with given noise on the way. */
    Matrix output(List<Entrance> entrances, String to, NoisePosition position) {
        int last = passes.index(to);
        return drawn(entrances, last, Need.VALUES, position).outputs[last];
    }

    /** The pass to a node, with given noise on the way. */
    Buffers drawn(List<Entrance> entrances, int last, Need need, NoisePosition position) {
        Buffers b = passes.entered(entrances, last, need);
        noise.use(position);
        try {
            passes.compute(b);
            return b;
        } finally {
            noise.useOwn();
        }
    }

    /**
     * -log p(x|z) of each row and its gradient with respect to what enters.
     *
     * @param likelihood p(x|z) in evaluation
     * @param x features, and a condition behind them, which is not looked at
     * @param entrance in front of the likelihood's parameters
     * @param parameters name of the vertex that puts out the likelihood's parameters
     * @param negLogLikelihood one value per row, nats: overwritten
     * @return the gradient, a matrix that the next pass overwrites
     */
    Matrix likelihoodGradient(
            Likelihood likelihood, Matrix x, Entrance entrance, String parameters, double[] negLogLikelihood) {
        int first = passes.index(entrance.vertex());
        int last = passes.index(parameters);
        Buffers b = computed(entrance, parameters, Need.GRADIENTS);
        Kernels kernels = Kernels.of(b.outputs[last].type());
        // Whether a gradient is added to was settled for whole passes, in which others come before.
        kernels.fill(b.gradients[first], 0);
        for (int i : b.path) {
            if (i != last) {
                kernels.fill(b.gradients[i], 0);
            }
        }
        Matrix features = x.columns(0, likelihood.featureCount(b.outputs[last].columns()));
        SupportCheck.require(kernels, likelihood, features);
        likelihood.evaluate(kernels, features, b.outputs[last], negLogLikelihood, b.gradients[last]);
        for (int k = b.path.length - 1; k >= 0; k--) {
            nodes.get(b.path[k]).backwardToInput(b.outputs, b.gradients, b.path[k]);
        }
        return b.gradients[first];
    }

    /** The first vertex between two others that draws noise or lets rows depend on each other. */
    Optional<String> firstThatJoinsRows(String from, String to) {
        GraphPass pass = GraphPass.from(passes.index(from), 2, passes.index(to), Need.VALUES);
        return passes.way(passes.buffers().of(pass)).stream()
                .filter(vertex -> !nodes.get(passes.index(vertex)).perExample() || noise.drawnBy(vertex))
                .findFirst();
    }
}
