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
import org.vae4j.objective.Objective;
import org.vae4j.objective.adversarial.Auxiliary;

/** Adds the networks that terms bring along to a model's network, in the order of their names. */
final class AuxiliaryNetworks {

    private AuxiliaryNetworks() {}

    /** The networks of an objective's terms. */
    static List<Auxiliary> of(Objective objective) {
        List<Auxiliary> networks = objective.networks().stream()
                .sorted(Comparator.comparing(Auxiliary::name))
                .toList();
        List<String> names = networks.stream().map(Auxiliary::name).toList();
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException(
                    "found terms with the networks " + names + ", expected each once: a network is found by its name");
        }
        return networks;
    }

    /** How many columns each puts out. */
    static Map<String, Integer> columns(List<Auxiliary> networks) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        networks.forEach(network -> columns.put(network.name(), network.columns()));
        return columns;
    }

    /** The layers; returns the names of the vertices that put out what the networks compute. */
    static List<String> add(
            ComputationGraphConfiguration.GraphBuilder graph, List<Auxiliary> networks, ModelSpec spec) {
        List<String> outputs = new ArrayList<>();
        for (Auxiliary network : networks) {
            outputs.add(add(graph, network, read(graph, network, spec)));
        }
        return outputs;
    }

    /** The vertex that a network reads. */
    private static String read(ComputationGraphConfiguration.GraphBuilder graph, Auxiliary network, ModelSpec spec) {
        if (network.reads() == Auxiliary.Reads.LATENT) {
            return GraphBuilder.LATENT;
        }
        require(network, spec);
        String first = prefix(network) + "parameters";
        String data = Role.auxiliaryData(Map.of(), network.name());
        graph.addVertex(first, new ColumnsVertex(0, spec.features()), GraphBuilder.PARAMETERS);
        graph.addLayer(
                data,
                new ActivationBlock(spec.likelihood().meanOfFirstParameter().orElseThrow()),
                first);
        return data;
    }

    /** Refuses what the way from z to the data that a network reads cannot have. */
    private static void require(Auxiliary network, ModelSpec spec) {
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

    private static String add(ComputationGraphConfiguration.GraphBuilder graph, Auxiliary network, String input) {
        String last = input;
        for (int i = 0; i < network.hidden().size(); i++) {
            String layer = prefix(network) + (i + 1);
            graph.addLayer(layer, dense(network.hidden().get(i), Nonlinearity.LEAKY_RELU_20), last);
            last = layer;
        }
        String output = Role.auxiliaryVertex(Map.of(), network.name());
        if (network.shown() == 0) {
            graph.addLayer(output, dense(network.outputs(), Nonlinearity.IDENTITY), last);
            return output;
        }
        String logit = prefix(network) + "logit";
        graph.addLayer(logit, dense(network.outputs(), Nonlinearity.IDENTITY), last);
        graph.addVertex(output, new ConcatVertex(), prefix(network) + network.shown(), logit);
        return output;
    }

    private static DenseBlock dense(int size, Nonlinearity f) {
        return new DenseBlock.Builder().nOut(size).nonlinearity(f).build();
    }
}
