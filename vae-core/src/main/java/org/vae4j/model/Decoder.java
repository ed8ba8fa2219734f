package org.vae4j.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.file.AtomicFile;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.VariationalOutputLayer;

/**
 * A decoder without its encoder: all that is needed to generate.
 *
 * <p>Its network is a {@link ComputationGraph} from z {@code [batch, latent]} to E[x|z] {@code [batch, features]}. That of a
 * model with a condition reads [z | condition].
 */
public final class Decoder {

    /** The input of a decoder with a condition, of which {@code z} and {@code condition} are windows. */
    private static final String CONDITIONED = "z-and-condition";

    private final ComputationGraph graph;

    private Decoder(ComputationGraph graph) {
        this.graph = graph;
    }

    static Decoder cutFrom(ComputationGraph whole, int latent) {
        VariationalOutputLayer objective = (VariationalOutputLayer) layer(whole, GraphBuilder.OBJECTIVE);
        ComputationGraphConfiguration.GraphBuilder builder = new NeuralNetConfiguration.Builder()
                // Nothing is drawn from it, but DL4J would store the time of day.
                .seed(0)
                .dataType(whole.params().dataType())
                .graphBuilder();
        addInput(builder, latent, objective.getCondition());
        List<String> parts = whole.getConfiguration().getTopologicalOrderStr().stream()
                .filter(Decoder::isPart)
                .toList();
        for (String part : parts) {
            String[] inputs =
                    whole.getConfiguration().getVertexInputs().get(part).toArray(String[]::new);
            if (whole.getConfiguration().getVertices().get(part) instanceof LayerVertex) {
                builder.addLayer(part, layer(whole, part), inputs);
            } else {
                builder.addVertex(
                        part, whole.getConfiguration().getVertices().get(part).clone(), inputs);
            }
        }
        builder.addLayer(
                GraphBuilder.OBJECTIVE,
                new VariationalOutputLayer(0, objective.getLikelihood(), objective.getObjective()),
                GraphBuilder.PARAMETERS);
        boolean priorIsLearned = parts.contains(GraphBuilder.PRIOR);
        ComputationGraph graph = new ComputationGraph(builder.setOutputs(
                        priorIsLearned
                                ? new String[] {GraphBuilder.OBJECTIVE, GraphBuilder.PRIOR}
                                : new String[] {GraphBuilder.OBJECTIVE})
                .build());
        graph.init();
        for (String part : parts) {
            if (graph.getLayer(part) != null) {
                graph.getLayer(part).setParams(whole.getLayer(part).params());
            }
        }
        return new Decoder(graph);
    }

    private static void addInput(ComputationGraphConfiguration.GraphBuilder builder, int latent, int condition) {
        if (condition == 0) {
            builder.addInputs(GraphBuilder.LATENT).setInputTypes(InputType.feedForward(latent));
            return;
        }
        builder.addInputs(CONDITIONED).setInputTypes(InputType.feedForward((long) latent + condition));
        builder.addVertex(GraphBuilder.LATENT, new ColumnsVertex(0, latent), CONDITIONED);
        builder.addVertex(ConditionedNetwork.CONDITION, new ColumnsVertex(latent, latent + condition), CONDITIONED);
    }

    private static boolean isPart(String vertex) {
        return vertex.startsWith(GraphBuilder.DECODER)
                || vertex.startsWith(GraphBuilder.PARAMETERS)
                || vertex.equals(GraphBuilder.PRIOR_PARAMETERS)
                || vertex.equals(GraphBuilder.PRIOR);
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

    /** {@return latent dimensions} */
    public int latent() {
        if (graph.getConfiguration().getVertices().get(GraphBuilder.LATENT) instanceof ColumnsVertex z) {
            return z.getTo();
        }
        return Math.toIntExact(graph.layerInputSize(graph.getConfiguration().getVertexInputs().entrySet().stream()
                .filter(e -> e.getValue().contains(GraphBuilder.LATENT))
                .findFirst()
                .orElseThrow()
                .getKey()));
    }

    /** {@return how many numbers of a condition it reads beside z; 0 for a decoder without one} */
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
        return graph.output(Condition.refused(z, condition()))[0];
    }

    /**
     * E[x|z] under a condition.
     *
     * @param z latents, {@code [batch, latent]}
     * @param condition of each latent, {@code [batch, condition]}
     * @return {@code [batch, features]}
     * @throws IllegalArgumentException when the decoder has no such condition
     */
    public INDArray decode(INDArray z, INDArray condition) {
        return graph.output(Condition.join(z, condition, condition()))[0];
    }

    /** {@return p(z), as it was learned} */
    public LatentPrior prior() {
        return LatentPrior.of(graph, new StandardNormalPrior(), latent());
    }

    /**
     * E[x|z] for latents drawn from the prior. Row r is the same however many are drawn.
     *
     * @param count how many
     * @param seed of the draw
     * @return {@code [count, features]}
     */
    public INDArray samplePrior(int count, long seed) {
        return decode(prior().sample(count, seed, graph.params().dataType()));
    }

    /**
     * E[x|z] under a condition for latents drawn from the prior. Row r's latent is the same however many are drawn.
     *
     * @param count how many
     * @param seed of the draw
     * @param condition of each row, {@code [count, condition]}
     * @return {@code [count, features]}
     */
    public INDArray samplePrior(int count, long seed, INDArray condition) {
        return decode(prior().sample(count, seed, graph.params().dataType()), condition);
    }

    /**
     * Writes the decoder as a DL4J model file. The file is there as a whole or not at all.
     *
     * @param file what is written; replaced if it is there
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
        if (!inputs.equals(List.of(GraphBuilder.LATENT)) && !inputs.equals(List.of(CONDITIONED))) {
            throw new IOException(
                    "found a network with the inputs " + inputs + " in " + file + ", expected a decoder, whose"
                            + " input is " + GraphBuilder.LATENT + " or " + CONDITIONED + ": Decoder.save and every finished run write one");
        }
        return new Decoder(graph);
    }
}
