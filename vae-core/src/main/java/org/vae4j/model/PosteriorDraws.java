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
 * Draws of z from the posteriors of a few examples, as many as wanted, each with its likelihood, prior and posterior:
 * one pass per call, which enters the network behind the encoder. It knows no family of posteriors: all that the
 * encoder says of an example stands in one vertex, and what lies behind depends on the example through it and through
 * the condition alone. Not safe for use by several threads.
 */
public final class PosteriorDraws {

    private final CompiledGraph compiled;
    private final INDArray x;
    /** Per example what the draws follow from. */
    private final List<Entrance> perExample = new ArrayList<>();
    /** What is the same for all. */
    private final List<Entrance> shared = new ArrayList<>();
    /** What entered last, and for how many draws. */
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
            // Its steps follow p(x, z), so draws depend on the examples themselves.
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

    /** Where the posteriors' parameters stand once per row: behind the layer that repeats them, if there is one. */
    private static String drawnFrom(ComputationGraph graph, String posterior) {
        return graph.getConfiguration().getVertexInputs().entrySet().stream()
                .filter(vertex -> vertex.getValue().equals(List.of(posterior)))
                .map(Map.Entry::getKey)
                .filter(name -> graph.getConfiguration().getVertices().get(name) instanceof LayerVertex layer
                        && layer.getLayerConf().getLayer() instanceof RepeatLayer)
                .findFirst()
                .orElse(posterior);
    }

    /** {@return how many examples there are} */
    public int examples() {
        return Math.toIntExact(x.size(0));
    }

    /**
     * Draws.
     *
     * @param noise which ε is drawn: the number of the first example and of the first draw
     * @param draws of each example, ≥ 1
     * @return the rows: s · examples + i is draw s of example i. Its inputs are set; no objective was evaluated. The
     *     next call overwrites it
     */
    public LatentBatch draw(NoisePosition noise, int draws) {
        return compiled.observe(x, entrances(draws), noise);
    }

    /** {@return how many N(0, 1) numbers a draw is made of, those of all layers that draw together} */
    public int noiseCount() {
        return compiled.entered().noiseColumns(entrances(1));
    }

    /**
     * log p(x|z) + log p(z) - log q(z|x) of draws of given noise, and its gradient with respect to the noise.
     *
     * @param noise {@code rows · noiseCount} values, column by column: row s · examples + i belongs to example i
     * @param logWeights one value per row, nats: overwritten
     * @param gradient as the noise: overwritten
     */
    public void logWeights(double[] noise, double[] logWeights, double[] gradient) {
        compiled.entered().logWeights(x, entrances(logWeights.length / examples()), noise, logWeights, gradient);
    }

    /** What enters for so many draws, which chains ask for again and again. */
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
