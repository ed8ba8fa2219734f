package org.vae4j.model.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ActivationBlock;
import org.vae4j.layers.ColumnsVertex;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.Role;
import org.vae4j.math.Streams;
import org.vae4j.network.BlockSpec;
import org.vae4j.network.Network;
import org.vae4j.network.NetworkAssembly;
import org.vae4j.network.Shape;
import org.vae4j.network.Style;
import org.vae4j.network.block.Dense;
import org.vae4j.objective.adversarial.Auxiliary;

/**
 * The networks that terms of the objective add to a model, such as discriminators. Each consists of hidden blocks and a
 * linear layer for its logit, and is added to the model's network in the order of the names.
 */
final class AuxiliaryNetworks {

    private static final Style STYLE = new Style(Nonlinearity.LEAKY_RELU_20);
    private static final String KEY = "model.discriminator";

    private final ModelSpec spec;
    private final List<Auxiliary> networks;

    /**
     * Collects the networks of a model's terms.
     *
     * @throws IllegalArgumentException when two networks have one name, or a specification lists blocks for a
     *     discriminator but there is not exactly one
     */
    AuxiliaryNetworks(ModelSpec spec) {
        this.spec = spec;
        this.networks = spec.objective().networks().stream()
                .sorted(Comparator.comparing(Auxiliary::name))
                .toList();
        List<String> names = networks.stream().map(Auxiliary::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("found terms with the networks " + names
                    + ", expected different names: leave out one of the terms");
        }
        if (!spec.network().discriminator().isEmpty() && networks.size() != 1) {
            throw new IllegalArgumentException(KEY + ": found blocks for the discriminators of the terms " + names
                    + ", expected one term with a discriminator, such as gan: leave out " + KEY
                    + " or the other terms");
        }
    }

    /** The number of output columns of each network, by its name. */
    Map<String, Integer> columns() {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (Auxiliary network : networks) {
            List<Shape> shapes = hidden(network).shapes(input(network));
            int shown = network.shownOf(shapes.size() - 1);
            columns.put(
                    network.name(),
                    network.outputs() + (shown == 0 ? 0 : shapes.get(shown).size()));
        }
        return columns;
    }

    /** Adds the layers of all networks; returns the names of their output vertices. */
    List<String> addTo(ComputationGraphConfiguration.GraphBuilder graph, long seed) {
        List<String> outputs = new ArrayList<>();
        for (Auxiliary network : networks) {
            outputs.add(add(graph, network, seed));
        }
        return outputs;
    }

    /** The blocks between a network's input and its logit. */
    private Network hidden(Auxiliary network) {
        List<BlockSpec> blocks = spec.network().discriminator();
        return new Network(KEY, blocks.isEmpty() ? Dense.layers(network.hidden()) : blocks);
    }

    private Shape input(Auxiliary network) {
        return network.reads() == Auxiliary.Reads.DATA
                ? spec.network().data()
                : new Shape.Features(spec.latents().part(spec.latent()).size());
    }

    /** The name of a network's input vertex, which is added where it reads the decoder's output. */
    private String inputVertex(ComputationGraphConfiguration.GraphBuilder graph, Auxiliary network) {
        if (network.reads() == Auxiliary.Reads.LATENT) {
            return GraphBuilder.LATENT;
        }
        requireMeanOfFirstParameter(network);
        String first = prefix(network) + "parameters";
        String data = Role.auxiliaryData(Map.of(), network.name());
        graph.addVertex(first, new ColumnsVertex(0, spec.features()), GraphBuilder.PARAMETERS);
        graph.addLayer(
                data,
                new ActivationBlock(spec.likelihood().meanOfFirstParameter().orElseThrow()),
                first);
        return data;
    }

    /** Refuses models whose decoded data a network cannot read: with a condition, or with other likelihoods. */
    private void requireMeanOfFirstParameter(Auxiliary network) {
        if (spec.network().condition() > 0) {
            throw new IllegalArgumentException("objective.terms: found " + network.name()
                    + " with a condition, expected a model without one: set model.condition=none");
        }
        if (spec.likelihood().meanOfFirstParameter().isEmpty()) {
            throw new IllegalArgumentException("objective.terms: found " + network.name() + " with model.likelihood="
                    + spec.likelihood().name() + ", expected one whose mean is a function of its first parameter: set"
                    + " model.likelihood=bernoulli or gaussian");
        }
    }

    private static String prefix(Auxiliary network) {
        return "auxiliary-" + network.name() + "-";
    }

    /**
     * Adds one network. Its output is the logit, preceded by the activations of the layer that the term reads, if any.
     */
    private String add(ComputationGraphConfiguration.GraphBuilder graph, Auxiliary network, long seed) {
        NetworkAssembly assembly = new NetworkAssembly(graph, STYLE, List.of(), Streams.derive(seed, network.name()));
        List<BlockSpec> blocks = hidden(network).blocks();
        List<Shape> shapes = hidden(network).shapes(input(network));
        int shown = network.shownOf(blocks.size());
        String shownVertex = "";
        String last = inputVertex(graph, network);
        for (int i = 0; i < blocks.size(); i++) {
            last = blocks.get(i).addTo(assembly, prefix(network) + (i + 1), last, shapes.get(i));
            shownVertex = i + 1 == shown ? last : shownVertex;
        }
        String output = Role.auxiliaryVertex(Map.of(), network.name());
        DenseBlock logit = new DenseBlock.Builder()
                .nOut(network.outputs())
                .nonlinearity(Nonlinearity.IDENTITY)
                .build();
        if (shown == 0) {
            graph.addLayer(output, logit, last);
            return output;
        }
        graph.addLayer(prefix(network) + "logit", logit, last);
        graph.addVertex(output, new ConcatVertex(), shownVertex, prefix(network) + "logit");
        return output;
    }
}
