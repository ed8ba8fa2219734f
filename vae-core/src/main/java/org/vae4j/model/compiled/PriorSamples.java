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
 * The decoder's loss on its own samples in a {@link GenerativeTerm}: z_r ~ p(z) for each example r of a batch, the
 * decoder's output x_r = E[x|z_r], the discriminator's logit t_r = t(x_r), and the term's loss Σ_r ℓ(t_r), whose
 * gradient with respect to the decoder's parameters is added to that of the decoder's other losses.
 *
 * <p>z_r is a function of the term's seed, the iteration and the number r of the example in the whole batch. It is the
 * same however a batch is divided among workers.
 */
final class PriorSamples {

    /** The parameters of a prior without parameters. */
    private static final Columns NO_PARAMETERS = new Columns(0, 0);

    private final CompiledGraph compiled;
    private final GenerativeTerm term;
    private final LatentPart part;
    private final BesidePass pass;
    private final Kernels kernels;
    /** The gradient arrays of the decoder's layers, which the backward pass overwrites. */
    private final List<SavedGradient> decoderGradients = new ArrayList<>();

    /** A gradient array, and the memory for its content before the backward pass. */
    private record SavedGradient(Matrix gradient, Matrix before) {}

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
                decoderGradients.add(
                        new SavedGradient(gradient, Matrix.allocate(gradient.type(), 1, gradient.columns())));
            }
        }
    }

    /** The passes of those terms of a network's objective whose decoder loss reads samples. */
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

    /** The generative terms of a network's objective: those whose discriminators read data; none for other networks. */
    static List<GenerativeTerm> terms(ComputationGraph graph) {
        return output(graph)
                .map(layer -> GenerativeTerm.of(layer.getObjective()))
                .orElseGet(List::of);
    }

    /** The output layer of a variational autoencoder; empty for a network of another kind. */
    static Optional<VariationalOutputLayer> output(ComputationGraph graph) {
        String objective = graph.getConfiguration().getNetworkOutputs().get(0);
        return graph.getLayer(objective).conf().getLayer() instanceof VariationalOutputLayer layer
                ? Optional.of(layer)
                : Optional.empty();
    }

    /** Refuses decoders whose samples would differ from those in a batch: samples are decoded alone, without noise. */
    private static void requireSeparateRows(CompiledGraph compiled, GenerativeTerm term, Roles roles) {
        compiled.entered()
                .firstThatJoinsRows(roles.latent(), roles.parameters())
                .ifPresent(vertex -> {
                    throw new IllegalArgumentException("model.decoder: found that \"" + vertex
                            + "\" draws noise or depends on the batch as a whole, with the term " + term.name()
                            + ", expected blocks that treat each example alone, such as layerNorm: leave it out");
                });
    }

    /** Draws {@code first} to {@code first + count - 1} of a seed from a prior without parameters. */
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

    /**
     * Adds the gradient of the samples of some examples to the network's gradient arrays.
     *
     * @param firstExample number of the first example in the whole batch
     * @param examples number of examples
     * @return the term's values by their names, means over the examples
     */
    Map<String, Double> addGradient(long firstExample, int examples) {
        decoderGradients.forEach(saved -> kernels.copy(saved.gradient, saved.before));
        long stream = Streams.at(
                Streams.derive(term.seed(), "samples"),
                compiled.graph().getConfiguration().getIterationCount());
        double[] logits = pass.forward(List.of(draws(part, stream, firstExample, examples)));
        double[] slopes = new double[examples];
        double value = term.ofSamples(logits, slopes);
        pass.backward(slopes);
        decoderGradients.forEach(saved -> kernels.add(saved.before, saved.gradient));
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(term.samples(), value / examples);
        values.put(term.real(), realNats());
        // -log P(sampled) of the samples.
        values.put(term.sampled(), meanSoftplus(logits, 1));
        return values;
    }

    /** The mean of -log P(real) over the examples of the model's own pass. */
    private double realNats() {
        Columns ofData = compiled.batch().ofData(term.auxiliary().name());
        double[] logits = new double[ofData.rows()];
        System.arraycopy(ofData.values(), ofData.at(0, ofData.count() - 1), logits, 0, logits.length);
        return meanSoftplus(logits, -1);
    }

    /** The mean of log(1 + exp(sign · t)) over the logits t. */
    private static double meanSoftplus(double[] logits, int sign) {
        double sum = 0;
        for (double logit : logits) {
            sum += StableMath.softplus(sign * logit);
        }
        return sum / logits.length;
    }
}
