package org.vae4j.model.compiled;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.Role;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.math.Streams;
import org.vae4j.model.plan.Roles;
import org.vae4j.objective.adversarial.DataDiscrimination;
import org.vae4j.objective.generative.GenerativeTerm;

/**
 * The passes in which the discriminator of a {@link GenerativeTerm} learns to tell examples x from the decoder's
 * reconstructions and its samples. The loss and its derivative with respect to the logits are those of {@link
 * DataDiscrimination}.
 *
 * <p>Reconstructions and samples are computed in evaluation mode, except that pairs of examples are combined as in
 * training. They enter the network at the discriminator's input, so that no gradient reaches encoder and decoder. All
 * draws are functions of the term's seed and the iteration. Not safe for use by several threads at once.
 */
public final class GenerativePass implements NetworkPass {

    private final CompiledGraph compiled;
    private final Roles roles;
    private final GenerativeTerm term;
    private final LatentPart part;
    private final Kernels kernels;
    private final BesidePass pass;
    private final String data;

    /**
     * Prepares the passes of a term.
     *
     * @param compiled the compiled network, of which the term's discriminator is a part
     * @param roles the roles of the network's vertices
     * @param term a term of the network's objective
     */
    public GenerativePass(CompiledGraph compiled, Roles roles, GenerativeTerm term) {
        VariationalOutputLayer layer = (VariationalOutputLayer)
                compiled.graph().getLayer(roles.objective()).conf().getLayer();
        this.compiled = compiled;
        this.roles = roles;
        this.term = term;
        this.part = layer.latents().get(0);
        this.kernels = Kernels.of(compiled.graph().params().dataType());
        this.pass = BesidePass.ofNetwork(compiled, term.auxiliary().name());
        this.data = Role.auxiliaryData(layer.roles(), term.auxiliary().name());
    }

    @Override
    public String name() {
        return term.auxiliary().name();
    }

    @Override
    public boolean readsOtherExamples() {
        return false;
    }

    @Override
    public List<String> vertices() {
        return pass.vertices();
    }

    /** {@return the term} */
    public GenerativeTerm term() {
        return term;
    }

    /** {@return whether the term may let the decoder pause in some steps} */
    public boolean mayStopDecoder() {
        return term.gate().gates() && term.readsSamples();
    }

    /** {@return the names of the vertices between z and the discriminator whose parameters learn} */
    public List<String> decoder() {
        return BesidePass.ofDecoder(compiled, roles.latent(), name()).vertices();
    }

    @Override
    public Found learn(INDArray x, INDArray others, Map<String, Double> before) {
        DataDiscrimination found = gradient(x);
        // Where the decoder has samples, its gate was decided by their values; the discriminator's uses the same.
        boolean learns = term.gate()
                .discriminatorLearns(
                        before.getOrDefault(term.real(), found.realNats()),
                        before.getOrDefault(term.sampled(), found.sampledNats()));
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(name() + "Discriminator", found.nats());
        values.put(name() + "Accuracy", found.accuracy());
        if (term.gate().gates()) {
            values.put(name() + "Learns", learns ? 1.0 : 0.0);
        }
        return new Found(values, learns, Math.toIntExact(x.size(0)));
    }

    /**
     * Computes the gradient of the discriminator's loss, a sum over the examples, into the network's gradient array.
     *
     * @param x examples, {@code [batch, features]}
     * @return the loss and the discriminator's accuracy, before any update
     */
    public DataDiscrimination gradient(INDArray x) {
        long stream = Streams.at(
                Streams.derive(term.seed(), "phase"),
                compiled.graph().getConfiguration().getIterationCount());
        int examples = Math.toIntExact(x.size(0));
        Columns latents = columns(
                compiled.outputOfPairs(x, roles.latent(), NoisePosition.evaluation(Streams.derive(stream, "latents"))));
        Columns draws = PriorSamples.draws(part, Streams.derive(stream, "prior"), 0, examples);
        Columns generated = decoded(latents, draws);
        Columns real = columns(Matrix.ofAny(x.castTo(compiled.graph().params().dataType())));
        double[] logits = pass.forward(List.of(real, generated));
        double[] slopes = new double[logits.length];
        DataDiscrimination found = DataDiscrimination.of(
                logits, new DataDiscrimination.Counts(examples, latents.rows(), examples), slopes);
        pass.backward(slopes);
        return found;
    }

    /** The decoder's outputs for the latents and, below them, for the draws from the prior. */
    private Columns decoded(Columns latents, Columns draws) {
        DataType type = compiled.graph().params().dataType();
        int rows = latents.rows() + draws.rows();
        Matrix z = Matrix.allocate(type, rows, latents.count());
        kernels.write(BesidePass.stacked(List.of(latents, draws), rows), z);
        return columns(compiled.output(roles.latent(), z.array(), data));
    }

    private Columns columns(Matrix matrix) {
        Columns columns = new Columns(matrix.rows(), matrix.columns());
        kernels.read(matrix, columns.values());
        return columns;
    }
}
