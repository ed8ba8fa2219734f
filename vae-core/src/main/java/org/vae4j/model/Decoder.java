package org.vae4j.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.file.AtomicFile;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.Prior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.PriorVertex;
import org.vae4j.layers.Role;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.model.plan.InputSize;
import org.vae4j.model.plan.Roles;
import org.vae4j.model.spec.Condition;
import org.vae4j.model.spec.ConditionedNetwork;
import org.vae4j.model.spec.GraphBuilder;

/**
 * A decoder without its encoder: the part of a model that generates examples.
 *
 * <p>Its network is a {@link ComputationGraph} from z {@code [batch, latent]} to E[x|z] {@code [batch, features]}; the
 * network of a model with a condition reads rows [z | condition]. The weights are copies of the model's. Not safe for
 * use by several threads at once.
 */
public final class Decoder {

    /** Name of the input of a decoder with a condition; z and the condition are ranges of its columns. */
    private static final String CONDITIONED = "z-and-condition";

    private final ComputationGraph graph;

    private Decoder(ComputationGraph graph) {
        this.graph = graph;
    }

    /**
     * Builds the decoder of a model.
     *
     * @param whole the model's network
     * @param prior the model's prior
     * @param levels the dimensions of the stochastic layers of z, from the one next to the data
     */
    static Decoder cutFrom(ComputationGraph whole, LatentPrior prior, List<Integer> levels) {
        Roles roles = Roles.of(whole);
        VariationalOutputLayer objective = (VariationalOutputLayer) layer(whole, roles.objective());
        ComputationGraphConfiguration.GraphBuilder builder = new NeuralNetConfiguration.Builder()
                // The weights are copied, not drawn; without a seed DL4J would store the time of day.
                .seed(0)
                .dataType(whole.params().dataType())
                .graphBuilder();
        addInput(builder, roles, levels.stream().mapToInt(size -> size).sum(), objective.getCondition());
        boolean encoded = prior.distribution().source() == Prior.Source.ENCODED;
        Set<String> given = given(roles, objective.getCondition(), encoded);
        given.addAll(DecoderLevels.addWindows(builder, roles.latent(), levels));
        List<String> parts = DecoderParts.of(whole.getConfiguration(), roles, given);
        parts.forEach(part -> add(builder, whole, part));
        if (encoded) {
            int top = levels.get(levels.size() - 1);
            builder.addLayer(
                    roles.priorParameters(),
                    GraphBuilder.rows(prior.distribution().parameters(top)),
                    roles.latent());
        }
        // The whole network has no vertex for a prior without parameters, since its objective computes it.
        boolean lacksPrior = !parts.contains(roles.prior()) && !prior.isStandard();
        if (lacksPrior) {
            String last = DecoderLevels.last(roles.latent(), levels);
            builder.addVertex(roles.prior(), new PriorVertex(prior.distribution()), last);
        }
        builder.addLayer(roles.objective(), withoutEncoder(objective), roles.parameters());
        List<String> outputs = new ArrayList<>(List.of(roles.objective()));
        outputs.addAll(DecoderParts.priors(Set.copyOf(parts), roles));
        if (lacksPrior) {
            outputs.add(roles.prior());
        }
        ComputationGraph graph = new ComputationGraph(
                builder.setOutputs(outputs.toArray(String[]::new)).build());
        graph.init();
        copyParameters(whole, graph, parts);
        if (encoded) {
            writeComponents(prior, graph.getLayer(roles.priorParameters()).getParam("W"));
        }
        return new Decoder(graph);
    }

    /** Stores the mixture components that the encoder computes from the pseudo-inputs, as constants. */
    private static void writeComponents(LatentPrior prior, INDArray components) {
        Kernels.of(components.dataType()).write(prior.parameters().values(), Matrix.of(components));
    }

    /** The output layer without the roles of the posterior and the pseudo-inputs, which a decoder does not have. */
    private static VariationalOutputLayer withoutEncoder(VariationalOutputLayer objective) {
        Map<String, String> named = new TreeMap<>(objective.roles());
        named.remove(Role.POSTERIOR.word());
        named.remove(Role.PSEUDO_INPUTS.word());
        return new VariationalOutputLayer(0, objective.getLikelihood(), objective.getObjective()).withRoles(named);
    }

    private static void copyParameters(ComputationGraph from, ComputationGraph to, List<String> parts) {
        for (String part : parts) {
            if (to.getLayer(part) != null) {
                to.getLayer(part).setParams(from.getLayer(part).params());
            }
        }
    }

    /** The names of the vertices that replace the encoder's outputs. */
    private static Set<String> given(Roles roles, int condition, boolean encodedPrior) {
        Set<String> given = new HashSet<>(Set.of(roles.latent()));
        if (condition > 0) {
            given.add(ConditionedNetwork.CONDITION);
        }
        if (encodedPrior) {
            given.add(roles.priorParameters());
        }
        return given;
    }

    private static void addInput(
            ComputationGraphConfiguration.GraphBuilder builder, Roles roles, int latent, int condition) {
        if (condition == 0) {
            builder.addInputs(roles.latent()).setInputTypes(InputType.feedForward(latent));
            return;
        }
        builder.addInputs(CONDITIONED).setInputTypes(InputType.feedForward((long) latent + condition));
        builder.addVertex(roles.latent(), new ColumnsVertex(0, latent), CONDITIONED);
        builder.addVertex(ConditionedNetwork.CONDITION, new ColumnsVertex(latent, latent + condition), CONDITIONED);
    }

    private static void add(ComputationGraphConfiguration.GraphBuilder builder, ComputationGraph whole, String part) {
        GraphVertex vertex = whole.getConfiguration().getVertices().get(part);
        String[] inputs = whole.getConfiguration().getVertexInputs().get(part).toArray(String[]::new);
        if (vertex instanceof LayerVertex layer) {
            builder.addLayer(part, layer(whole, part), layer.getPreProcessor(), inputs);
        } else {
            // Shared, not cloned: clones of DL4J's ReshapeVertex lose their order, and no vertex ever changes.
            builder.addVertex(part, vertex, inputs);
        }
    }

    private static org.deeplearning4j.nn.conf.layers.Layer layer(ComputationGraph graph, String name) {
        LayerVertex vertex =
                (LayerVertex) graph.getConfiguration().getVertices().get(name);
        return vertex.getLayerConf().getLayer().clone();
    }

    /** {@return the network} */
    public ComputationGraph graph() {
        return graph;
    }

    /** {@return the number of latent dimensions} */
    public int latent() {
        if (condition() > 0) {
            ColumnsVertex z = (ColumnsVertex)
                    graph.getConfiguration().getVertices().get(Roles.of(graph).latent());
            return z.getTo();
        }
        return new InputSize(graph.getConfiguration())
                .of(graph.getConfiguration().getNetworkInputs().get(0));
    }

    /** {@return the number of columns of the condition; 0 for a decoder without one} */
    public int condition() {
        return graph.getConfiguration().getVertices().get(ConditionedNetwork.CONDITION) instanceof ColumnsVertex columns
                ? columns.getTo() - columns.getFrom()
                : 0;
    }

    /**
     * E[x|z].
     *
     * @param z latents, {@code [batch, latent]}
     * @return {@code [batch, features]}
     * @throws IllegalArgumentException when the decoder has a condition, which must be given too
     */
    public INDArray decode(INDArray z) {
        return graph.output(Condition.requireNone(z, condition()))[0];
    }

    /**
     * E[x|z] under a condition.
     *
     * @param z latents, {@code [batch, latent]}
     * @param condition the condition of each latent, {@code [batch, condition]}
     * @return {@code [batch, features]}
     * @throws IllegalArgumentException when the decoder has no such condition
     */
    public INDArray decode(INDArray z, INDArray condition) {
        return graph.output(Condition.join(z, condition, condition()))[0];
    }

    /** {@return p(z) with its learned parameters} */
    public LatentPrior prior() {
        Optional<LowerLevels> lower = DecoderLevels.of(graph);
        int top = lower.map(LowerLevels::topSize).orElseGet(this::latent);
        LatentPrior prior = LatentPrior.of(graph, new StandardNormalPrior(), top);
        return lower.map(prior::above).orElse(prior);
    }

    /**
     * E[x|z] of latents that are drawn from the prior. Row r is the same whatever the number of rows.
     *
     * @param count number of rows
     * @param seed the seed of the draws
     * @return {@code [count, features]}
     */
    public INDArray samplePrior(int count, long seed) {
        return decode(prior().sample(count, seed, graph.params().dataType()));
    }

    /**
     * E[x|z] under a condition of latents that are drawn from the prior. Row r's latent is the same whatever the number
     * of rows.
     *
     * @param count number of rows
     * @param seed the seed of the draws
     * @param condition the condition of each row, {@code [count, condition]}
     * @return {@code [count, features]}
     */
    public INDArray samplePrior(int count, long seed, INDArray condition) {
        return decode(prior().sample(count, seed, graph.params().dataType()), condition);
    }

    /**
     * Writes the decoder atomically as a DL4J model file: after a crash or on a full disk the file is as it was before.
     *
     * @param file the file to write; replaced if it exists
     * @throws IOException when it can't be written
     */
    public void save(Path file) throws IOException {
        AtomicFile.write(file, unfinished -> ModelFile.write(graph, unfinished));
    }

    /**
     * Reads a decoder that {@link #save} wrote.
     *
     * @param file the file
     * @return the decoder
     * @throws IOException when it can't be read, or holds another network
     */
    public static Decoder load(Path file) throws IOException {
        ComputationGraph graph = ModelFile.read(file);
        List<String> inputs = graph.getConfiguration().getNetworkInputs();
        if (!inputs.equals(List.of(latentOf(graph))) && !inputs.equals(List.of(CONDITIONED))) {
            throw new IOException("found a network with the inputs " + inputs + " in " + file + ", expected a decoder,"
                    + " whose input is " + latentOf(graph) + ": Decoder.save and every finished run write one");
        }
        return new Decoder(graph);
    }

    /** The name of z in a decoder's network; the usual name for a network of another kind, which has no roles. */
    private static String latentOf(ComputationGraph graph) {
        String output = graph.getConfiguration().getNetworkOutputs().get(0);
        boolean ours = graph.getLayer(output) != null
                && graph.getLayer(output).conf().getLayer() instanceof VariationalOutputLayer;
        return ours ? Roles.of(graph).latent() : Role.LATENT.usualVertex();
    }
}
