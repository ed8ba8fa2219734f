package org.vae4j.experiment.study.linear;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.baseline.Covariance;
import org.vae4j.baseline.linear.LinearAutoencoderLoss;
import org.vae4j.baseline.linear.LinearAutoencoderLoss.Offset;
import org.vae4j.math.Doubles;

/**
 * The reconstruction x̂ = A·B·x + b of a linear autoencoder. It keeps the arrays that it is given; nobody writes them.
 */
final class LinearMap {

    private final INDArray decoder;
    private final INDArray encoder;
    private final double[] bias;

    /**
     * Makes the map.
     *
     * @param decoder A, {@code [d, p]}
     * @param encoder B, {@code [p, d]}
     * @param bias b, of length d
     */
    LinearMap(INDArray decoder, INDArray encoder, double[] bias) {
        this.decoder = decoder;
        this.encoder = encoder;
        this.bias = bias;
    }

    INDArray decoder() {
        return decoder;
    }

    INDArray encoder() {
        return encoder;
    }

    /**
     * The mean squared error, E‖x - ABx - b‖².
     *
     * @param data mean and covariance of x
     * @return the error per example
     */
    double error(Covariance data) {
        LinearAutoencoderLoss loss = LinearAutoencoderLoss.untied(data, decoder.columns(), Offset.LEARNED);
        int block = decoder.rows() * decoder.columns();
        // The variables of the loss are A, Bᵀ and b, column by column.
        double[] point = new double[loss.size()];
        System.arraycopy(Doubles.values(decoder), 0, point, 0, block);
        System.arraycopy(Doubles.values(encoder.transpose()), 0, point, block, block);
        System.arraycopy(bias, 0, point, 2 * block, bias.length);
        return loss.evaluate(point, new double[loss.size()]);
    }
}
