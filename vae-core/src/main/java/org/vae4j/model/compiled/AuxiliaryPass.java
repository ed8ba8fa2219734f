package org.vae4j.model.compiled;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.LatentPart;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.math.Streams;
import org.vae4j.model.compiled.GraphBuffers.Buffers;
import org.vae4j.model.plan.AuxiliaryNodes;
import org.vae4j.model.plan.ChangedNode;
import org.vae4j.model.plan.GradientFlow;
import org.vae4j.model.plan.GraphNode;
import org.vae4j.model.plan.Learning;
import org.vae4j.model.plan.Roles;
import org.vae4j.objective.AdversarialTerm;
import org.vae4j.objective.adversarial.Discrimination;

/**
 * The passes in which the discriminator of an {@link AdversarialTerm} learns. Latents are computed as an evaluation
 * does, by the encoder alone; they and the draws of the reference enter the network at z. So nothing goes back to the
 * encoder, and the decoder is not run.
 *
 * <p>What is drawn follows from the term's seed and the iteration. Not safe for use by several threads at once.
 */
public final class AuxiliaryPass {

    private final CompiledGraph compiled;
    private final Roles roles;
    private final AdversarialTerm term;
    private final LatentPart part;
    private final Kernels kernels;
    private final int latent;
    private final int output;
    /** The network's nodes with the backward pass that this phase has. */
    private final List<GraphNode> nodes;
    /** Rows of latents in the last pass. */
    private int latents;

    /**
     * The passes of a term.
     *
     * @param compiled the compiled network, which has the term's network
     * @param roles what part each vertex of it plays
     * @param term one of the model's objective
     */
    public AuxiliaryPass(CompiledGraph compiled, Roles roles, AdversarialTerm term) {
        ComputationGraph graph = compiled.graph();
        this.compiled = compiled;
        this.roles = roles;
        this.term = term;
        this.part = ((VariationalOutputLayer)
                        graph.getLayer(roles.objective()).conf().getLayer())
                .latents()
                .get(0);
        this.kernels = Kernels.of(graph.params().dataType());
        List<GraphNode> all = compiled.nodes().stream().map(GraphNode::inner).toList();
        AuxiliaryNodes beside = AuxiliaryNodes.of(graph, all)
                .orElseThrow(() -> new IllegalArgumentException(
                        "found no network for the term " + term.name() + ", expected a model that was built with it"));
        String name = term.auxiliary().name();
        this.latent = beside.latent();
        this.output = beside.output(name);
        this.nodes = GradientFlow.of(all, Learning.only(all, graph, beside.of(name)), output)
                .nodes();
    }

    /** {@return the name of the network, which is its term's} */
    public String name() {
        return term.auxiliary().name();
    }

    /** {@return whether the reference is made of other examples} */
    public boolean readsOtherExamples() {
        return term.readsOtherExamples();
    }

    /** {@return above which accuracy the network is not updated} */
    public double gate() {
        return term.gate();
    }

    /** {@return how many rows of latents the last gradient is a sum over} */
    public int latents() {
        return latents;
    }

    /** {@return the names of the vertices whose parameters learn} */
    public List<String> vertices() {
        return IntStream.rangeClosed(latent + 1, output)
                .filter(i -> !(nodes.get(i) instanceof ChangedNode.Detached))
                .mapToObj(i -> nodes.get(i).name())
                .toList();
    }

    /**
     * Computes the gradient of the discriminator's loss, a sum over the rows of latents, into the network's gradient
     * array; the gradients of other parameters are left as they are.
     *
     * @param x examples, {@code [batch, features]}
     * @param others the examples that the reference is made of, where the term reads others; else not looked at
     * @return the loss and how many are told rightly, before any update
     */
    public Discrimination gradient(INDArray x, INDArray others) {
        long stream = Streams.at(
                Streams.derive(term.seed(), "phase"),
                compiled.graph().getConfiguration().getIterationCount());
        Columns codes = latents(x, Streams.derive(stream, "latents"));
        Columns source = term.readsOtherExamples() ? latents(others, Streams.derive(stream, "others")) : codes;
        Columns reference = new Columns(source.rows(), source.count());
        term.drawReference(source, part, Streams.derive(stream, "reference"), reference);
        Buffers b = compiled.buffers()
                .of(GraphPass.from(latent, codes.rows() + reference.rows(), output, GraphPass.Need.GRADIENTS));
        kernels.write(below(codes, reference), b.outputs[latent]);
        for (int i : b.path) {
            nodes.get(i).forward(b.outputs, i);
        }
        Discrimination found = discriminate(b.outputs[output], b.gradients[output], codes.rows());
        latents = codes.rows();
        for (int k = b.path.length - 1; k >= 0; k--) {
            nodes.get(b.path[k]).backward(b.outputs, b.gradients, b.path[k]);
        }
        return found;
    }

    private Discrimination discriminate(Matrix logits, Matrix gradient, int rowsOfLatents) {
        double[] values = new double[logits.rows()];
        double[] slopes = new double[values.length];
        kernels.read(logits, values);
        Discrimination found = Discrimination.of(values, rowsOfLatents, slopes);
        kernels.write(slopes, gradient);
        return found;
    }

    private Columns latents(INDArray x, long noise) {
        Matrix z = compiled.output(x, roles.latent(), NoisePosition.evaluation(noise));
        Columns columns = new Columns(z.rows(), z.columns());
        kernels.read(z, columns.values());
        return columns;
    }

    /** Rows below rows, column by column. */
    private static double[] below(Columns first, Columns second) {
        int rows = first.rows() + second.rows();
        double[] joined = new double[rows * first.count()];
        for (int j = 0; j < first.count(); j++) {
            System.arraycopy(first.values(), first.at(0, j), joined, j * rows, first.rows());
            System.arraycopy(second.values(), second.at(0, j), joined, j * rows + first.rows(), second.rows());
        }
        return joined;
    }
}
