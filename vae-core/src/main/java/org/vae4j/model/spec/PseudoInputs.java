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
 * The learned examples of whose posteriors a model's prior is made. They are appended to the batch in front of the
 * encoder, and their posteriors are parted from those of the examples behind it: one pass, one set of weights.
 */
public final class PseudoInputs {

    /** The learned numbers. */
    public static final String LEARNED = "pseudo-inputs-learned";

    /** What the encoder reads in place of the data. */
    static final String APPENDED = "x-and-pseudo-inputs";

    /** The parameters of the posteriors of both. */
    public static final String POSTERIORS = "posteriors-of-all";

    /** What the encoder says of the pseudo-inputs, for all stochastic layers. */
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
                    + "\" draws noise or looks at a batch as a whole, to which the prior's pseudo-inputs are"
                    + " appended, expected blocks that treat each example alone, such as layerNorm: leave it out, or"
                    + " set model.prior=standard_normal");
        });
    }

    /**
     * Those of a model.
     *
     * @param compiled the compiled network
     * @param roles what part each vertex plays
     * @param prior the prior that the network was built for
     * @return nothing where the prior is not encoded
     */
    public static Optional<PseudoInputs> of(CompiledGraph compiled, Roles roles, Prior prior) {
        return prior instanceof EncodedPrior encoded
                ? Optional.of(new PseudoInputs(compiled, roles, encoded))
                : Optional.empty();
    }

    /** Refuses a condition, which cannot stand beside pseudo-inputs. */
    static void require(Architecture network, LatentSpec latents) {
        if (network.condition() > 0) {
            throw new IllegalArgumentException(
                    "model.prior: found " + latents.prior().name()
                            + " with a condition, expected a model without one, since pseudo-inputs have no labels: set"
                            + " model.condition=none or model.prior=standard_normal");
        }
    }

    /** The encoder of data and pseudo-inputs; returns the vertex that the head of the posterior reads. */
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

    /** Parts the posteriors of the examples from the components of the prior. */
    static void part(NetworkAssembly network, ModelSpec spec) {
        LatentSpec latents = spec.latents();
        Prior.Parameters shape = latents.prior().parameters(latents.topSize(spec.latent()));
        network.vertex(GraphBuilder.POSTERIOR, new RowsVertex(RowsVertex.Part.BEFORE, shape.rows()), POSTERIORS);
        RowsVertex last = new RowsVertex(RowsVertex.Part.LAST, shape.rows());
        if (latents.isHierarchical()) {
            // The Gaussian of the last layer comes first.
            network.vertex(OF_PSEUDO_INPUTS, last, POSTERIORS);
            network.vertex(GraphBuilder.PRIOR_PARAMETERS, new ColumnsVertex(0, shape.columns()), OF_PSEUDO_INPUTS);
        } else {
            network.vertex(GraphBuilder.PRIOR_PARAMETERS, last, POSTERIORS);
        }
    }

    /** {@return how many there are} */
    public int count() {
        return prior.components();
    }

    /** {@return whether they are meant to begin at training examples, by {@link #beginAt}} */
    public boolean beginsAtData() {
        return prior.beginsAtData();
    }

    /** {@return the examples that were learned so far, {@code [count, features]}} */
    public INDArray values() {
        return ofNothing(roles.pseudoInputs());
    }

    /** Their posteriors' parameters, {@code [count, parameters]}. */
    public Matrix components() {
        return Matrix.of(ofNothing(roles.priorParameters()));
    }

    /** What follows from the parameters alone: the pass is that of a batch of one empty example. */
    private INDArray ofNothing(String vertex) {
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
     * Lets those of a new model begin at examples.
     *
     * @param examples of the training set, {@code [count, features]}
     * @param seed of the noise that is added
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
