package org.vae4j.latent.flow;

import java.util.Arrays;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.Streams;

/**
 * A fully connected network: X_(l+1) = tanh(X_l W_lᵀ + b_l) for the hidden layers l from 0 on, and the same without the
 * tanh for the output layer. With G the gradient with respect to X_l W_lᵀ + b_l, the gradients are GᵀX_l for W_l, the
 * column sums of G for b_l, and G W_l for X_l.
 *
 * <p>The weights lie in a row of numbers: for each layer W_l {@code [outputs, inputs]} row by row, then b_l. All other
 * matrices are stored column by column, row r of column j at j · rows + r.
 *
 * @param inputs the number of input columns, ≥ 1
 * @param units the units of each hidden layer, ≥ 1
 * @param layers the number of hidden layers, ≥ 1
 * @param outputs the number of output columns, ≥ 1
 */
record TanhNetwork(int inputs, int units, int layers, int outputs) {

    /** The number of weights and biases. */
    int parameterCount() {
        int count = 0;
        for (int layer = 0; layer <= layers; layer++) {
            count = Math.addExact(count, Math.multiplyExact(size(layer + 1), size(layer) + 1));
        }
        return count;
    }

    /** The number of columns of X_l. */
    private int size(int layer) {
        return layer == 0 ? inputs : layer <= layers ? units : outputs;
    }

    /**
     * Draws the weights of hidden layers from N(0, 1/inputs). Biases and the output layer keep their zeros, so that the
     * network puts out zeros.
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

    /** Returns X_l of all layers: the first is the input itself, the last are the network's outputs. */
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
     * The backward pass.
     *
     * @param parameters the weights, to whose gradient is added
     * @param values the result of {@link #forward}
     * @param outputGradient the gradient with respect to the outputs
     * @return the gradient with respect to the input, a new array
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
            gradient = backward(parameters, end, layer, new LayerPass(values[layer], gradient, rows));
        }
        return gradient;
    }

    /** A row of numbers with its gradient; the network's numbers begin at an offset. */
    record Weights(double[] values, double[] gradient, int offset) {}

    /** X_l of a layer, and G. */
    private record LayerPass(double[] input, double[] gradient, int rows) {}

    /** The backward pass of one layer, whose weights begin at {@code first}. */
    private double[] backward(Weights parameters, int first, int layer, LayerPass pass) {
        int rows = pass.rows;
        double[] inputGradient = new double[pass.input.length];
        int biases = first + size(layer + 1) * size(layer);
        for (int o = 0; o < size(layer + 1); o++) {
            Column gradient = new Column(pass.gradient, o);
            for (int r = 0; r < rows; r++) {
                parameters.gradient[biases + o] += pass.gradient[o * rows + r];
            }
            for (int i = 0; i < size(layer); i++) {
                int weight = first + o * size(layer) + i;
                addScaled(parameters.values[weight], gradient, new Column(inputGradient, i), rows);
                parameters.gradient[weight] += product(gradient, new Column(pass.input, i), rows);
            }
        }
        return inputGradient;
    }

    /** Multiplies a gradient by 1 - tanh², in place. */
    private static void multiplyBySlope(double[] tanh, double[] gradient) {
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] *= 1 - tanh[i] * tanh[i];
        }
    }

    /** One column of a matrix, not a copy. */
    private record Column(double[] matrix, int number) {}

    /** to += factor · from. */
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
