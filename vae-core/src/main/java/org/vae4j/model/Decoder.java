package org.vae4j.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.file.AtomicFile;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.layers.Role;
import org.vae4j.layers.VariationalOutputLayer;

/**
 * A decoder without its encoder: all that is needed to generate.
 *
 * <p>Its network is a {@link ComputationGraph} from z {@code [batch, latent]} to E[x|z] {@code [batch, features]}.
 */
public final class Decoder {

    private final ComputationGraph graph;

    private Decoder(ComputationGraph graph) {
        this.graph = graph;
    }

    static Decoder cutFrom(ComputationGraph whole, int latent) {
        Roles roles = Roles.of(whole);
        ComputationGraphConfiguration.GraphBuilder builder = new NeuralNetConfiguration.Builder()
                // Nothing is drawn from it, but DL4J would store the time of day.
                .seed(0)
                .dataType(whole.params().dataType())
                .graphBuilder()
                .addInputs(roles.latent())
                .setInputTypes(InputType.feedForward(latent));
        List<String> parts = DecoderParts.of(whole.getConfiguration(), roles);
        parts.forEach(part -> add(builder, whole, part));
        VariationalOutputLayer objective = (VariationalOutputLayer) layer(whole, roles.objective());
        Map<String, String> named = new TreeMap<>(objective.roles());
        named.remove(Role.POSTERIOR.word());
        builder.addLayer(
                roles.objective(),
                new VariationalOutputLayer(0, objective.getLikelihood(), objective.getObjective()).withRoles(named),
                roles.parameters());
        ComputationGraph graph = new ComputationGraph(builder.setOutputs(
                        parts.contains(roles.prior())
                                ? new String[] {roles.objective(), roles.prior()}
                                : new String[] {roles.objective()})
                .build());
        graph.init();
        for (String part : parts) {
            if (graph.getLayer(part) != null) {
                graph.getLayer(part).setParams(whole.getLayer(part).params());
            }
        }
        return new Decoder(graph);
    }

    private static void add(
            ComputationGraphConfiguration.GraphBuilder builder, ComputationGraph whole, String part) {
        GraphVertex vertex = whole.getConfiguration().getVertices().get(part);
        String[] inputs = whole.getConfiguration().getVertexInputs().get(part).toArray(String[]::new);
        if (vertex instanceof LayerVertex layer) {
            builder.addLayer(part, layer(whole, part), layer.getPreProcessor(), inputs);
        } else {
            builder.addVertex(part, vertex.clone(), inputs);
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

    /** {@return latent dimensions} */
    public int latent() {
        return new InputSize(graph.getConfiguration())
                .of(graph.getConfiguration().getNetworkInputs().get(0));
    }

    /**
     * E[x|z].
     *
     * @param z latents, {@code [batch, latent]}
     * @return {@code [batch, features]}
     */
    public INDArray decode(INDArray z) {
        return graph.output(z)[0];
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
        if (!inputs.equals(List.of(latentOf(graph)))) {
            throw new IOException("found a network with the inputs " + inputs + " in " + file + ", expected a decoder,"
                    + " whose input is " + latentOf(graph) + ": Decoder.save and every finished run write one");
        }
        return new Decoder(graph);
    }

    /** What a decoder's input is called: a network of another kind has no role for it. */
    private static String latentOf(ComputationGraph graph) {
        String output = graph.getConfiguration().getNetworkOutputs().get(0);
        boolean ours = graph.getLayer(output) != null
                && graph.getLayer(output).conf().getLayer() instanceof VariationalOutputLayer;
        return ours ? Roles.of(graph).latent() : Role.LATENT.usualVertex();
    }
}
