package org.vae4j.experiment.use.imported;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * Puts the tensors of a file into the parameters of a network. Every parameter must have its tensors, and every tensor
 * must have its parameter, or nothing is changed.
 */
final class ImportedWeights {

    /** An error message lists at most this many names. */
    private static final int MAX_LISTED = 8;

    private final WeightFile file;
    private final WeightMapping mapping;

    ImportedWeights(WeightFile file, WeightMapping mapping) {
        this.file = file;
        this.mapping = mapping;
    }

    /**
     * Replaces every parameter of a network.
     *
     * @param graph the network, whose parameters are overwritten
     * @return the names of the tensors that make up each parameter
     * @throws ConfigException if tensors and parameters do not fit; the network is then unchanged
     */
    Map<String, List<String>> putInto(ComputationGraph graph) {
        Map<String, INDArray> parameters = parameters(graph);
        refuseUnknownParameters(parameters.keySet());
        refuseMissingOrUnusedTensors(parameters.keySet());
        // All values are read and checked before the first parameter is changed.
        Map<String, INDArray> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> values.put(name, value(name, parameter)));
        values.forEach((name, value) -> parameters.get(name).assign(value));
        Map<String, List<String>> tensors = new LinkedHashMap<>();
        parameters.keySet().forEach(name -> tensors.put(name, tensorNames(name)));
        return tensors;
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

    private List<String> tensorNames(String parameter) {
        return mapping.of(parameter).stream().map(WeightMapping.Piece::tensor).toList();
    }

    private void refuseUnknownParameters(Set<String> parameters) {
        TreeSet<String> unknown = new TreeSet<>(mapping.pieces().keySet());
        unknown.removeAll(parameters);
        if (!unknown.isEmpty()) {
            throw new ConfigException("--map: found " + list(unknown)
                    + " under tensors, expected parameters of the model: " + list(parameters));
        }
    }

    /** A tensor without a parameter is refused too: a network without one of its weights is another network. */
    private void refuseMissingOrUnusedTensors(Set<String> parameters) {
        TreeSet<String> unused = new TreeSet<>(file.tensors().keySet());
        unused.removeAll(mapping.ignored());
        TreeMap<String, String> missing = new TreeMap<>();
        for (String parameter : parameters) {
            for (String tensor : tensorNames(parameter)) {
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
        return all.stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
                + (all.size() > MAX_LISTED ? " and " + (all.size() - MAX_LISTED) + " more" : "");
    }

    /** The value of a parameter: its tensors side by side, in the shape of the parameter. */
    private INDArray value(String name, INDArray parameter) {
        boolean isVector = parameter.rank() == 1 || parameter.size(0) == 1 && !name.endsWith(".W");
        long rows = isVector ? 1 : parameter.size(0);
        List<INDArray> sideBySide = new ArrayList<>();
        long columns = 0;
        for (WeightMapping.Piece piece : mapping.of(name)) {
            INDArray matrix = matrix(name, piece, isVector);
            if (matrix.size(0) != rows) {
                throw misfit(name, parameter);
            }
            columns += matrix.size(1);
            sideBySide.add(matrix);
        }
        if (rows * columns != parameter.length()) {
            throw misfit(name, parameter);
        }
        INDArray value = sideBySide.size() == 1 ? sideBySide.get(0) : Nd4j.hstack(sideBySide.toArray(INDArray[]::new));
        return parameter.rank() == 1 ? value.reshape(parameter.length()) : value;
    }

    /** A tensor times its factor as a matrix {@code [inputs, outputs]}; one row for a vector. */
    private INDArray matrix(String name, WeightMapping.Piece piece, boolean isVector) {
        List<Long> shape = file.tensors().get(piece.tensor()).shape();
        float[] values = file.values(piece.tensor());
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) piece.times();
        }
        if (isVector) {
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
        boolean mayBeTransposed = mapping.layout() == WeightMapping.Layout.VAE4J && parameter.rank() == 2;
        return new ConfigException(file.file() + ": found " + found + " for the parameter " + name + ", expected "
                + Arrays.toString(parameter.shape())
                + (mayBeTransposed
                        ? ": weights of PyTorch's want layout: pytorch in the file of --map"
                        : ", in the layout pytorch with the first index last"));
    }
}
