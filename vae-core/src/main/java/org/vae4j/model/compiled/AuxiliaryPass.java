package org.vae4j.model.compiled;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.math.Streams;
import org.vae4j.model.plan.Roles;
import org.vae4j.objective.AdversarialTerm;
import org.vae4j.objective.adversarial.Discrimination;

/**
 * The passes in which the discriminator of an {@link AdversarialTerm} learns to tell latents z ~ q(z|x) from draws of
 * the term's reference, such as the prior. The loss and its derivative with respect to the logits are those of {@link
 * Discrimination}.
 *
 * <p>The encoder computes latents in evaluation mode, except that pairs of examples are combined as in training.
 * Latents and reference enter the network at z, so that no gradient reaches the encoder and the decoder is not run. All
 * draws are functions of the term's seed and the iteration. Not safe for use by several threads at once.
 */
public final class AuxiliaryPass implements NetworkPass {

    private final CompiledGraph compiled;
    private final Roles roles;
    private final AdversarialTerm term;
    private final LatentPart part;
    private final Kernels kernels;
    private final BesidePass pass;
    /** The number of latents in the last pass, of examples times draws. */
    private int latents;

    /**
     * Prepares the passes of a term.
     *
     * @param compiled the compiled network, of which the term's discriminator is a part
     * @param roles the roles of the network's vertices
     * @param term a term of the network's objective
     */
    public AuxiliaryPass(CompiledGraph compiled, Roles roles, AdversarialTerm term) {
        this.compiled = compiled;
        this.roles = roles;
        this.term = term;
        this.part = ((VariationalOutputLayer)
                        compiled.graph().getLayer(roles.objective()).conf().getLayer())
                .latents()
                .get(0);
        this.kernels = Kernels.of(compiled.graph().params().dataType());
        this.pass = BesidePass.ofNetwork(compiled, term.auxiliary().name());
    }

    @Override
    public String name() {
        return term.auxiliary().name();
    }

    @Override
    public boolean readsOtherExamples() {
        return term.readsOtherExamples();
    }

    /** {@return the number of latents that the last gradient is a sum over} */
    public int latents() {
        return latents;
    }

    @Override
    public List<String> vertices() {
        return pass.vertices();
    }

    @Override
    public Found learn(INDArray x, INDArray others, Map<String, Double> before) {
        Discrimination found = gradient(x, others);
        boolean learns = found.accuracy() <= term.gate();
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(name() + "Discriminator", found.nats());
        values.put(name() + "Accuracy", found.accuracy());
        values.put(name() + "LogRatio", found.logRatioNats());
        if (term.gate() < 1) {
            values.put(name() + "Learns", learns ? 1.0 : 0.0);
        }
        return new Found(values, learns, latents);
    }

    /**
     * Computes the gradient of the discriminator's loss, a sum over the rows of latents, into the network's gradient
     * array; the gradients of other parameters are left as they are.
     *
     * @param x examples, {@code [batch, features]}
     * @param others the examples that the reference is computed from, where the term reads other examples; otherwise
     *     ignored
     * @return the loss and the discriminator's accuracy, before any update
     */
    public Discrimination gradient(INDArray x, INDArray others) {
        long stream = Streams.at(
                Streams.derive(term.seed(), "phase"),
                compiled.graph().getConfiguration().getIterationCount());
        Columns codes = latents(x, Streams.derive(stream, "latents"));
        Columns source = term.readsOtherExamples() ? latents(others, Streams.derive(stream, "others")) : codes;
        Columns reference = new Columns(source.rows(), source.count());
        term.drawReference(source, part, Streams.derive(stream, "reference"), reference);
        double[] logits = pass.forward(List.of(codes, reference));
        double[] slopes = new double[logits.length];
        Discrimination found = Discrimination.of(logits, codes.rows(), slopes);
        latents = codes.rows();
        pass.backward(slopes);
        return found;
    }

    private Columns latents(INDArray x, long noise) {
        Matrix z = compiled.outputOfPairs(x, roles.latent(), NoisePosition.evaluation(noise));
        Columns columns = new Columns(z.rows(), z.columns());
        kernels.read(z, columns.values());
        return columns;
    }
}
