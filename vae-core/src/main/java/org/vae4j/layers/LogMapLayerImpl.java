package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Matrix;
import org.vae4j.latent.manifold.PoincareBall;

/**
 * The passes of {@link LogMapLayer}: v = 2 artanh(√c ‖z‖) z / (√c ‖z‖), row by row, and its gradient by
 * {@link PoincareBall#toTangentGradient}.
 */
final class LogMapLayerImpl extends ParameterlessOperation<LogMapLayer> {

    LogMapLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public int outputColumns(int inputColumns) {
        return inputColumns;
    }

    private static double[] row(double[] values, int rows, int row) {
        double[] result = new double[values.length / rows];
        for (int j = 0; j < result.length; j++) {
            result[j] = values[j * rows + row];
        }
        return result;
    }

    private static void setRow(double[] values, int rows, int row, double[] replacement) {
        for (int j = 0; j < replacement.length; j++) {
            values[j * rows + row] = replacement[j];
        }
    }

    @Override
    public void forward(Matrix in, Matrix out) {
        PoincareBall ball = layerConf().getBall();
        int rows = in.rows();
        double[] values = kernels.values(in);
        for (int r = 0; r < rows; r++) {
            setRow(values, rows, r, ball.toTangent(row(values, rows, r)));
        }
        kernels.write(values, out);
    }

    @Override
    public void backward(Matrix in, Matrix out, Matrix outputGradient, GradientTarget inputGradient) {
        if (!inputGradient.isWanted()) {
            return;
        }
        PoincareBall ball = layerConf().getBall();
        int rows = in.rows();
        double[] points = kernels.values(in);
        double[] gradient = kernels.values(outputGradient);
        for (int r = 0; r < rows; r++) {
            double[] gradZ = ball.toTangentGradient(row(points, rows, r), row(gradient, rows, r));
            setRow(gradient, rows, r, gradZ);
        }
        kernels.write(gradient, outputGradient);
        inputGradient.receive(kernels, outputGradient);
    }
}
