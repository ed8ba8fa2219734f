package org.vae4j.model.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.DenseBlock;
import org.vae4j.layers.Role;
import org.vae4j.objective.AdversarialTerm;
import org.vae4j.objective.Objective;
import org.vae4j.objective.adversarial.Auxiliary;

/** Adds the networks that terms bring along to a model's network, in the order of their names. */
final class AuxiliaryNetworks {

    private AuxiliaryNetworks() {}

    /** The networks of an objective's terms. */
    static List<Auxiliary> of(Objective objective) {
        List<Auxiliary> networks = objective.adversaries().stream()
                .map(AdversarialTerm::auxiliary)
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
        networks.forEach(network -> columns.put(network.name(), network.outputs()));
        return columns;
    }

    /** The layers; returns the names of the vertices that put out what the networks compute. */
    static List<String> add(ComputationGraphConfiguration.GraphBuilder graph, List<Auxiliary> networks) {
        List<String> outputs = new ArrayList<>();
        for (Auxiliary network : networks) {
            String last = GraphBuilder.LATENT;
            for (int i = 0; i < network.hidden().size(); i++) {
                String layer = "auxiliary-" + network.name() + "-" + (i + 1);
                graph.addLayer(layer, dense(network.hidden().get(i), Nonlinearity.LEAKY_RELU_20), last);
                last = layer;
            }
            String output = Role.auxiliaryVertex(Map.of(), network.name());
            graph.addLayer(output, dense(network.outputs(), Nonlinearity.IDENTITY), last);
            outputs.add(output);
        }
        return outputs;
    }

    private static DenseBlock dense(int size, Nonlinearity f) {
        return new DenseBlock.Builder().nOut(size).nonlinearity(f).build();
    }
}
