package org.vae4j.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Prior;
import org.vae4j.layers.HamiltonianVertex;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.RepeatLayer;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.compiled.EnteredPasses.Entrance;
import org.vae4j.model.plan.Roles;
import org.vae4j.model.spec.Condition;
import org.vae4j.model.spec.ConditionedNetwork;
import org.vae4j.objective.LatentBatch;

/**
 * Draws of z from the posteriors of a few examples, each with its log p(x|z), log p(z) and log q(z|x).
 *
 * <p>The encoder runs once, in the constructor. Each call then runs the rest of the network from the posterior's
 * parameters on, with the rows of an example repeated for each draw. This works for every family of posteriors: the
 * network reads an example only through the posterior's parameters and the condition (and through the example itself
 * where Hamiltonian steps follow p(x, z)). Not safe for use by several threads at once.
 */
public final class PosteriorDraws {

    private final CompiledGraph compiled;
    private final INDArray x;
    /** Activations with one row per example, which are repeated for each draw. */
    private final List<Entrance> perExample = new ArrayList<>();
    /** Activations that enter as they are, whatever the number of draws. */
    private final List<Entrance> shared = new ArrayList<>();
    /** All activations for {@link #enteredDraws} draws: chains ask for the same number many times. */
    private final List<Entrance> entered = new ArrayList<>();

    private int enteredDraws;

    PosteriorDraws(CompiledGraph compiled, Roles roles, Prior prior, INDArray x) {
        this.compiled = compiled;
        this.x = x;
        ComputationGraph graph = compiled.graph();
        perExample.add(new Entrance(drawnFrom(graph, roles.posterior()), output(roles.posterior())));
        if (prior.source() == Prior.Source.ENCODED) {
            shared.add(new Entrance(roles.priorParameters(), output(roles.priorParameters())));
        }
        if (graph.getConfiguration().getVertices().values().stream().anyMatch(HamiltonianVertex.class::isInstance)) {
            // Its steps follow p(x, z), so its draws depend on the examples themselves.
            shared.add(new Entrance(roles.input(), x));
        }
        int condition = Condition.columns(graph);
        if (condition > 0) {
            perExample.add(new Entrance(ConditionedNetwork.CONDITION, Condition.of(x, condition)));
        }
    }

    private INDArray output(String vertex) {
        return compiled.output(x, vertex, NoisePosition.evaluation(0)).array().dup('f');
    }

    /** The vertex that has the posterior's parameters once per draw: the layer that repeats them, if there is one. */
    private static String drawnFrom(ComputationGraph graph, String posterior) {
        return graph.getConfiguration().getVertexInputs().entrySet().stream()
                .filter(vertex -> vertex.getValue().equals(List.of(posterior)))
                .map(Map.Entry::getKey)
                .filter(name -> graph.getConfiguration().getVertices().get(name) instanceof LayerVertex layer
                        && layer.getLayerConf().getLayer() instanceof RepeatLayer)
                .findFirst()
                .orElse(posterior);
    }

    /** {@return the number of examples} */
    public int examples() {
        return Math.toIntExact(x.size(0));
    }

    /**
     * Draws z from the posterior of each example.
     *
     * @param noise the seed and the numbers of the first example and of the first draw, which ε is a function of
     * @param draws number of draws per example, ≥ 1
     * @return a batch whose row s · examples + i is draw s of example i; no objective has been evaluated on it, and the
     *     next call overwrites it
     */
    public LatentBatch draw(NoisePosition noise, int draws) {
        return compiled.observe(x, entrances(draws), noise);
    }

    /** {@return the number of N(0, 1) numbers per draw, summed over all layers that draw} */
    public int noiseCount() {
        return compiled.entered().noiseColumns(entrances(1));
    }

    /**
     * Computes the log-weights w = log p(x|z) + log p(z) - log q(z|x) of draws z(ε) from given noise ε, and ∂w/∂ε.
     *
     * @param noise ε, {@code rows · noiseCount} values, column by column: row s · examples + i belongs to example i
     * @param logWeights w, one value per row, nats: overwritten; its length is the number of
     *     rows, a multiple of {@link #examples()}
     * @param gradient ∂w/∂ε, in the layout of ε: overwritten
     */
    public void logWeights(double[] noise, double[] logWeights, double[] gradient) {
        compiled.entered().logWeights(x, entrances(logWeights.length / examples()), noise, logWeights, gradient);
    }

    /** The activations that enter for a number of draws. */
    private List<Entrance> entrances(int draws) {
        if (draws != enteredDraws) {
            entered.clear();
            entered.addAll(shared);
            perExample.forEach(entrance -> entered.add(repeated(entrance, draws)));
            enteredDraws = draws;
        }
        return entered;
    }

    private static Entrance repeated(Entrance entrance, int draws) {
        if (draws == 1) {
            return entrance;
        }
        Matrix once = Matrix.ofAny(entrance.value());
        Matrix rows = Matrix.allocate(once.type(), Math.multiplyExact(once.rows(), draws), once.columns());
        Kernels.of(once.type()).repeatRows(once, rows);
        return new Entrance(entrance.vertex(), rows.array());
    }
}
