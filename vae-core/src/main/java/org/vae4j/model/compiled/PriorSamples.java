package org.vae4j.model.compiled;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.layers.Role;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.math.StableMath;
import org.vae4j.math.Streams;
import org.vae4j.model.plan.Roles;
import org.vae4j.objective.generative.GenerativeTerm;

/**
 * What a decoder minimises of its samples: draws from the prior, as many as examples, go through decoder and
 * discriminator in a pass of their own, whose gradient is added to that of the decoder's other losses.
 *
 * <p>Draw r follows from the term's seed, the iteration and r alone, r being the number of the example beside it in the
 * whole batch.
 */
final class PriorSamples {

    /** What a prior is given that has no parameters. */
    private static final Columns NO_PARAMETERS = new Columns(0, 0);

    private final CompiledGraph compiled;
    private final GenerativeTerm term;
    private final LatentPart part;
    private final BesidePass pass;
    private final Kernels kernels;
    /** The gradients of the decoder's layers, and what was in them before a pass. */
    private final List<Kept> kept = new ArrayList<>();

    private record Kept(Matrix gradient, Matrix before) {}

    private PriorSamples(CompiledGraph compiled, GenerativeTerm term, LatentPart part, String latent) {
        this.compiled = compiled;
        this.term = term;
        this.part = part;
        this.pass = BesidePass.ofDecoder(compiled, latent, term.auxiliary().name());
        this.kernels = Kernels.of(compiled.graph().params().dataType());
        for (String vertex : pass.vertices()) {
            Layer layer = compiled.graph().getLayer(vertex);
            if (layer != null && layer.numParams() > 0) {
                Matrix gradient = Matrix.row(layer.getGradientsViewArray());
                kept.add(new Kept(gradient, Matrix.allocate(gradient.type(), 1, gradient.columns())));
            }
        }
    }

    /** Those of a network's terms that count samples. */
    static List<PriorSamples> of(CompiledGraph compiled) {
        List<PriorSamples> found = new ArrayList<>();
        for (GenerativeTerm term : terms(compiled.graph())) {
            Roles roles = Roles.of(compiled.graph());
            requireSeparateRows(compiled, term, roles);
            VariationalOutputLayer output = output(compiled.graph()).orElseThrow();
            String name = term.auxiliary().name();
            BesidePass.requireSeparateRows(
                    compiled, Role.auxiliaryData(output.roles(), name), Role.auxiliaryVertex(output.roles(), name));
            LatentPart part = output.latents().get(0);
            if (term.readsSamples()) {
                found.add(new PriorSamples(compiled, term, part, roles.latent()));
            }
        }
        return List.copyOf(found);
    }

    /** The terms of a network's objective whose networks read data. */
    static List<GenerativeTerm> terms(ComputationGraph graph) {
        return output(graph)
                .map(layer -> GenerativeTerm.of(layer.getObjective()))
                .orElseGet(List::of);
    }

    static Optional<VariationalOutputLayer> output(ComputationGraph graph) {
        String objective = graph.getConfiguration().getNetworkOutputs().get(0);
        return graph.getLayer(objective).conf().getLayer() instanceof VariationalOutputLayer layer
                ? Optional.of(layer)
                : Optional.empty();
    }

    /** Samples are decoded apart from the reconstructions, and by nobody's noise. */
    private static void requireSeparateRows(CompiledGraph compiled, GenerativeTerm term, Roles roles) {
        compiled.entered()
                .firstThatJoinsRows(roles.latent(), roles.parameters())
                .ifPresent(vertex -> {
                    throw new IllegalArgumentException("model.decoder: found that \"" + vertex
                            + "\" draws noise or looks at a batch as a whole, with the term " + term.name()
                            + ", expected blocks that treat each example alone, such as layerNorm: leave it out");
                });
    }

    /** Draws from a prior without parameters, the first of which is draw {@code first} of the seed. */
    static Columns draws(LatentPart part, long seed, long first, int count) {
        Columns all = new Columns(Math.toIntExact(first + count), part.size());
        part.prior().sample(NO_PARAMETERS, seed, all);
        if (first == 0) {
            return all;
        }
        Columns draws = new Columns(count, part.size());
        for (int j = 0; j < part.size(); j++) {
            System.arraycopy(all.values(), all.at(Math.toIntExact(first), j), draws.values(), draws.at(0, j), count);
        }
        return draws;
    }

    /** Adds the gradient for some examples of a batch; returns what the discriminator says, means over them. */
    Map<String, Double> addGradient(long firstExample, int examples) {
        kept.forEach(layer -> kernels.copy(layer.gradient, layer.before));
        long stream = Streams.at(
                Streams.derive(term.seed(), "samples"),
                compiled.graph().getConfiguration().getIterationCount());
        double[] logits = pass.forward(List.of(draws(part, stream, firstExample, examples)));
        double[] slopes = new double[examples];
        double value = term.ofSamples(logits, slopes);
        pass.backward(slopes);
        kept.forEach(layer -> kernels.add(layer.before, layer.gradient));
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(term.samples(), value / examples);
        values.put(term.real(), real());
        values.put(term.sampled(), nats(logits, 1));
        return values;
    }

    /** -log P(real) of the examples of the model's pass. */
    private double real() {
        Columns ofData = compiled.batch().ofData(term.auxiliary().name());
        double[] logits = new double[ofData.rows()];
        System.arraycopy(ofData.values(), ofData.at(0, ofData.count() - 1), logits, 0, logits.length);
        return nats(logits, -1);
    }

    private static double nats(double[] logits, int sign) {
        double sum = 0;
        for (double logit : logits) {
            sum += StableMath.softplus(sign * logit);
        }
        return sum / logits.length;
    }
}
