package org.vae4j.experiment.use.imported;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.config.binding.ConfigException;

/** Puts the tensors of a file into the parameters of a network: all of them, and all of the file, or none. */
final class ImportedWeights {

    private static final int MOST_NAMES = 8;

    private final WeightFile file;
    private final WeightMapping mapping;

    ImportedWeights(WeightFile file, WeightMapping mapping) {
        this.file = file;
        this.mapping = mapping;
    }

    /**
     * Replaces every parameter of a network.
     *
     * @return the tensors that each parameter was made of
     */
    Map<String, List<String>> putInto(ComputationGraph graph) {
        Map<String, INDArray> parameters = parameters(graph);
        refuseUnknown(parameters);
        Map<String, INDArray> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> values.put(name, value(name, parameter)));
        values.forEach((name, value) -> parameters.get(name).assign(value));
        Map<String, List<String>> made = new LinkedHashMap<>();
        parameters.keySet().forEach(name -> made.put(name, names(name)));
        return made;
    }

    private static Map<String, INDArray> parameters(ComputationGraph graph) {
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        for (String vertex : graph.getConfiguration().getTopologicalOrderStr()) {
            Layer layer = graph.getLayer(vertex);
            if (layer != null) {
                layer.paramTable().forEach((key, values) -> parameters.put(vertex + "." + key, values));
            }
        }
        return parameters;
    }

    private List<String> names(String parameter) {
        return mapping.of(parameter).stream().map(WeightMapping.Piece::tensor).toList();
    }

    /** A tensor that is left over was left out of the network, and a network without it is another. */
    private void refuseUnknown(Map<String, INDArray> parameters) {
        TreeSet<String> unknown = new TreeSet<>(mapping.pieces().keySet());
        unknown.removeAll(parameters.keySet());
        if (!unknown.isEmpty()) {
            throw new ConfigException("--map: found " + list(unknown)
                    + " under tensors, expected parameters of the model: " + list(parameters.keySet()));
        }
        TreeSet<String> unused = new TreeSet<>(file.tensors().keySet());
        unused.removeAll(mapping.ignored());
        TreeMap<String, String> missing = new TreeMap<>();
        for (String parameter : parameters.keySet()) {
            for (String tensor : names(parameter)) {
                unused.remove(tensor);
                if (!file.tensors().containsKey(tensor)) {
                    missing.put(parameter, tensor);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new ConfigException(file.file() + ": found no tensor for the parameters " + list(missing.keySet())
                    + ", expected one for each" + (unused.isEmpty() ? "" : "; unused are " + list(unused))
                    + ": say which is which by --map (docs/export.md)");
        }
        if (!unused.isEmpty()) {
            throw new ConfigException(file.file() + ": found the tensors " + list(unused)
                    + ", which belong to no parameter of the model, expected none left over: configure the network"
                    + " that has them, or name them under ignore in the file of --map");
        }
    }

    private static String list(Iterable<String> names) {
        List<String> all = new ArrayList<>();
        names.forEach(all::add);
        return all.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (all.size() > MOST_NAMES ? " and " + (all.size() - MOST_NAMES) + " more" : "");
    }

    private INDArray value(String name, INDArray parameter) {
        boolean vector = parameter.rank() == 1 || parameter.size(0) == 1 && !name.endsWith(".W");
        long rows = vector ? 1 : parameter.size(0);
        List<INDArray> side = new ArrayList<>();
        long columns = 0;
        for (WeightMapping.Piece piece : mapping.of(name)) {
            INDArray matrix = matrix(name, piece, vector);
            if (matrix.size(0) != rows) {
                throw misfit(name, parameter);
            }
            columns += matrix.size(1);
            side.add(matrix);
        }
        if (rows * columns != parameter.length()) {
            throw misfit(name, parameter);
        }
        INDArray whole = side.size() == 1 ? side.get(0) : Nd4j.hstack(side.toArray(INDArray[]::new));
        return parameter.rank() == 1 ? whole.reshape(parameter.length()) : whole;
    }

    private INDArray matrix(String name, WeightMapping.Piece piece, boolean vector) {
        List<Long> shape = file.tensors().get(piece.tensor()).shape();
        float[] values = file.values(piece.tensor());
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) piece.times();
        }
        if (vector) {
            return Nd4j.create(values, new long[] {1, values.length}, 'c');
        }
        if (shape.size() < 2 || mapping.layout() == WeightMapping.Layout.VAE4J && shape.size() > 2) {
            throw new ConfigException(file.file() + ": found tensor " + piece.tensor() + " of the shape " + shape
                    + " for the parameter " + name + ", expected a matrix"
                    + (shape.size() > 2 ? ": a file of PyTorch's wants layout: pytorch in the file of --map" : ""));
        }
        long first = shape.get(0);
        INDArray stored = Nd4j.create(values, new long[] {first, first == 0 ? 0 : values.length / first}, 'c');
        return mapping.layout() == WeightMapping.Layout.PYTORCH ? stored.transpose() : stored;
    }

    private ConfigException misfit(String name, INDArray parameter) {
        String found = mapping.of(name).stream()
                .map(piece -> piece.tensor() + " "
                        + file.tensors().get(piece.tensor()).shape())
                .collect(Collectors.joining(" and "));
        boolean turned = mapping.layout() == WeightMapping.Layout.VAE4J && parameter.rank() == 2;
        return new ConfigException(file.file() + ": found " + found + " for the parameter " + name + ", expected "
                + Arrays.toString(parameter.shape())
                + (turned
                        ? ": weights of PyTorch's want layout: pytorch in the file of --map"
                        : ", in the layout pytorch" + " with the first index last"));
    }
}
