package org.vae4j.latent.flow;

import java.util.Arrays;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/**
 * A fully connected network with hidden layers of tanh, whose weights stand in a row of numbers: for each layer
 * {@code outputs · inputs} weights, those of the first output first, and behind them the biases. Its matrices are
 * stored column by column, row r of column j at j · rows + r.
 *
 * @param inputs columns that come in, ≥ 1
 * @param units of each hidden layer, ≥ 1
 * @param layers how many hidden layers, ≥ 1
 * @param outputs columns that come out, ≥ 1
 */
record TanhNetwork(int inputs, int units, int layers, int outputs) {

    /** How many numbers the weights and biases are. */
    int parameterCount() {
        int count = 0;
        for (int layer = 0; layer <= layers; layer++) {
            count = Math.addExact(count, Math.multiplyExact(size(layer + 1), size(layer) + 1));
        }
        return count;
    }

    /** The columns behind a layer; layer 0 is the input. */
    private int size(int layer) {
        return layer == 0 ? inputs : layer <= layers ? units : outputs;
    }

    /**
     * Draws weights of hidden layers from N(0, 1/inputs); biases and the last layer are 0, so that the network puts out
     * zeros.
     */
    void initialise(double[] parameters, int offset, long seed) {
        int at = offset;
        for (int layer = 0; layer < layers; layer++) {
            int weights = size(layer + 1) * size(layer);
            double[] noise = GaussianNoise.draw(Streams.at(seed, layer), weights);
            for (int i = 0; i < weights; i++) {
                parameters[at + i] = noise[i] / Math.sqrt(size(layer));
            }
            at += weights + size(layer + 1);
        }
    }

    /** What every layer puts out, from the input on; the last are the network's outputs. */
    double[][] forward(double[] parameters, int offset, double[] input) {
        int rows = input.length / inputs;
        double[][] values = new double[layers + 2][];
        values[0] = input;
        int at = offset;
        for (int layer = 0; layer <= layers; layer++) {
            double[] out = new double[rows * size(layer + 1)];
            int biases = at + size(layer + 1) * size(layer);
            for (int o = 0; o < size(layer + 1); o++) {
                Arrays.fill(out, o * rows, (o + 1) * rows, parameters[biases + o]);
                for (int i = 0; i < size(layer); i++) {
                    addScaled(
                            parameters[at + o * size(layer) + i],
                            new Column(values[layer], i),
                            new Column(out, o),
                            rows);
                }
            }
            if (layer < layers) {
                Arrays.setAll(out, i -> Math.tanh(out[i]));
            }
            values[layer + 1] = out;
            at = biases + size(layer + 1);
        }
        return values;
    }

    /**
     * Goes back.
     *
     * @param parameters values, and where their gradient is added to, from {@code offset} on
     * @param values what {@link #forward} returned
     * @param outputGradient with respect to the outputs
     * @return the gradient with respect to the input
     */
    double[] backward(Weights parameters, double[][] values, double[] outputGradient) {
        int rows = values[0].length / inputs;
        double[] gradient = outputGradient.clone();
        int end = parameters.offset + parameterCount();
        for (int layer = layers; layer >= 0; layer--) {
            if (layer < layers) {
                multiplyBySlope(values[layer + 1], gradient);
            }
            end -= size(layer + 1) * (size(layer) + 1);
            gradient = backward(parameters, end, layer, new Flow(values[layer], gradient, rows));
        }
        return gradient;
    }

    /** Numbers with their gradient, of which a network's begin at an offset. */
    record Weights(double[] values, double[] gradient, int offset) {}

    /** What a layer reads, and the gradient with respect to what it puts out. */
    private record Flow(double[] input, double[] gradient, int rows) {}

    private double[] backward(Weights parameters, int first, int layer, Flow flow) {
        int rows = flow.rows;
        double[] inputGradient = new double[flow.input.length];
        int biases = first + size(layer + 1) * size(layer);
        for (int o = 0; o < size(layer + 1); o++) {
            Column gradient = new Column(flow.gradient, o);
            for (int r = 0; r < rows; r++) {
                parameters.gradient[biases + o] += flow.gradient[o * rows + r];
            }
            for (int i = 0; i < size(layer); i++) {
                int weight = first + o * size(layer) + i;
                addScaled(parameters.values[weight], gradient, new Column(inputGradient, i), rows);
                parameters.gradient[weight] += product(gradient, new Column(flow.input, i), rows);
            }
        }
        return inputGradient;
    }

    private static void multiplyBySlope(double[] tanh, double[] gradient) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= 1 - tanh[i] * tanh[i];
        }
    }

    /** One column of a matrix. */
    private record Column(double[] matrix, int number) {}

    private static void addScaled(double factor, Column from, Column to, int rows) {
        double[] source = from.matrix;
        double[] target = to.matrix;
        int read = from.number * rows;
        int written = to.number * rows;
        for (int r = 0; r < rows; r++) {
            target[written + r] += factor * source[read + r];
        }
    }

    private static double product(Column one, Column other, int rows) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += one.matrix[one.number * rows + r] * other.matrix[other.number * rows + r];
        }
        return sum;
    }
}
