package org.vae4j.model.spec;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Columns;
import org.vae4j.latent.EncodedPrior;
import org.vae4j.latent.Prior;
import org.vae4j.layers.ActivationBlock;
import org.vae4j.layers.AppendRowsVertex;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.NoisePosition;
import org.vae4j.layers.Role;
import org.vae4j.layers.RowsVertex;
import org.vae4j.math.Streams;
import org.vae4j.model.compiled.CompiledGraph;
import org.vae4j.model.plan.Roles;
import org.vae4j.network.Network;
import org.vae4j.network.NetworkAssembly;

/**
 * The pseudo-inputs u_k of a VampPrior: learned examples whose posteriors q(z|u_k) are the components of the model's
 * prior.
 *
 * <p>They are appended to each batch as further rows before the encoder, and their posteriors are split from those of
 * the examples after it, so that one pass with one set of weights computes both.
 */
public final class PseudoInputs {

    /** Name of the layer whose weights are the learned values, before they are squashed to the range of the data. */
    public static final String LEARNED = "pseudo-inputs-learned";

    /** Name of the vertex of the batch with the pseudo-inputs appended, the encoder's input. */
    static final String APPENDED = "x-and-pseudo-inputs";

    /** Name of the vertex of the parameters of all posteriors, the examples' and the pseudo-inputs'. */
    public static final String POSTERIORS = "posteriors-of-all";

    /** Name of the vertex of the encoder's outputs for the pseudo-inputs, for all stochastic layers. */
    private static final String OF_PSEUDO_INPUTS = "posteriors-of-pseudo-inputs";

    private final CompiledGraph compiled;
    private final Roles roles;
    private final EncodedPrior prior;

    private PseudoInputs(CompiledGraph compiled, Roles roles, EncodedPrior prior) {
        this.compiled = compiled;
        this.roles = roles;
        this.prior = prior;
        compiled.entered().firstThatJoinsRows(APPENDED, POSTERIORS).ifPresent(vertex -> {
            throw new IllegalArgumentException("model.encoder: found that \"" + vertex
                    + "\" draws noise or depends on the batch as a whole, to which the prior's pseudo-inputs are"
                    + " appended, expected blocks that treat each example alone, such as layerNorm: leave it out, or"
                    + " set model.prior=standard_normal");
        });
    }

    /**
     * The pseudo-inputs of a model.
     *
     * @param compiled the compiled network
     * @param roles the roles of the network's vertices
     * @param prior the prior that the network was built for
     * @return empty for a prior without pseudo-inputs
     * @throws IllegalArgumentException when the encoder computes a row from several rows
     */
    public static Optional<PseudoInputs> of(CompiledGraph compiled, Roles roles, Prior prior) {
        return prior instanceof EncodedPrior encoded
                ? Optional.of(new PseudoInputs(compiled, roles, encoded))
                : Optional.empty();
    }

    /** Refuses a condition: pseudo-inputs have none. */
    static void requireNoCondition(Architecture network, LatentSpec latents) {
        if (network.condition() > 0) {
            throw new IllegalArgumentException(
                    "model.prior: found " + latents.prior().name()
                            + " with a condition, expected a model without one, since pseudo-inputs have no labels: set"
                            + " model.condition=none or model.prior=standard_normal");
        }
    }

    /** Adds the encoder of examples and pseudo-inputs; returns the name of its output vertex. */
    static String encoder(ComputationGraphConfiguration.GraphBuilder graph, NetworkAssembly network, ModelSpec spec) {
        EncodedPrior prior = (EncodedPrior) spec.latents().prior();
        graph.addLayer(
                LEARNED,
                GraphBuilder.rows(new Prior.Parameters(prior.components(), spec.features())),
                GraphBuilder.INPUT);
        String values = Role.PSEUDO_INPUTS.usualVertex();
        graph.addLayer(values, new ActivationBlock(prior.squashing()), LEARNED);
        graph.addVertex(APPENDED, new AppendRowsVertex(), GraphBuilder.INPUT, values);
        Architecture architecture = spec.network();
        return Network.encoder(architecture.encoder())
                .addTo(network, GraphBuilder.ENCODER, APPENDED, architecture.data());
    }

    /** Splits the posteriors of the examples from those of the pseudo-inputs, the components of the prior. */
    static void split(NetworkAssembly network, ModelSpec spec) {
        LatentSpec latents = spec.latents();
        Prior.Parameters shape = latents.prior().parameters(latents.topSize(spec.latent()));
        network.vertex(GraphBuilder.POSTERIOR, new RowsVertex(RowsVertex.Part.BEFORE, shape.rows()), POSTERIORS);
        RowsVertex last = new RowsVertex(RowsVertex.Part.LAST, shape.rows());
        if (latents.isHierarchical()) {
            // The encoder's first outputs are the Gaussian of the last stochastic layer.
            network.vertex(OF_PSEUDO_INPUTS, last, POSTERIORS);
            network.vertex(GraphBuilder.PRIOR_PARAMETERS, new ColumnsVertex(0, shape.columns()), OF_PSEUDO_INPUTS);
        } else {
            network.vertex(GraphBuilder.PRIOR_PARAMETERS, last, POSTERIORS);
        }
    }

    /** {@return the number of pseudo-inputs} */
    public int count() {
        return prior.components();
    }

    /** {@return whether the prior asks for training examples as initial values, which {@link #beginAt} sets} */
    public boolean beginsAtData() {
        return prior.beginsAtData();
    }

    /** {@return the present pseudo-inputs, {@code [count, features]}} */
    public INDArray values() {
        return outputOfZeros(roles.pseudoInputs());
    }

    /** {@return the parameters of the pseudo-inputs' posteriors, {@code [count, parameters]}} */
    public Matrix components() {
        return Matrix.of(outputOfZeros(roles.priorParameters()));
    }

    /** The output of a vertex that depends on parameters alone, from a pass with one example of zeros. */
    private INDArray outputOfZeros(String vertex) {
        INDArray learned = learned();
        INDArray example = Nd4j.zeros(learned.dataType(), 1, learned.size(1));
        return compiled.output(example, vertex, NoisePosition.evaluation(0))
                .array()
                .dup('f');
    }

    private INDArray learned() {
        return compiled.graph().getLayer(LEARNED).getParam("W");
    }

    /**
     * Sets the pseudo-inputs of a new model to training examples with noise.
     *
     * @param examples training examples, {@code [count, features]}
     * @param seed the seed of the noise
     * @throws IllegalArgumentException when there is not one example per pseudo-input
     */
    public void beginAt(INDArray examples, long seed) {
        INDArray target = learned();
        if (!List.of(target.size(0), target.size(1)).equals(List.of(examples.size(0), examples.size(1)))) {
            throw new IllegalArgumentException("found " + examples.size(0) + " examples of " + examples.size(1)
                    + " features for " + target.size(0) + " pseudo-inputs of " + target.size(1)
                    + ", expected as many: set model.prior.components to no more than the training examples");
        }
        Kernels kernels = Kernels.of(target.dataType());
        Columns values = new Columns(count(), Math.toIntExact(target.size(1)));
        kernels.read(Matrix.ofAny(examples.castTo(target.dataType())), values.values());
        prior.beginAt(values, Streams.derive(seed, "prior"));
        kernels.write(values.values(), Matrix.of(target));
    }
}
