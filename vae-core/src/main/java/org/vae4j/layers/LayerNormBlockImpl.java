package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.vae4j.kernel.Lines;
import org.vae4j.kernel.Matrix;

/** The passes of {@link LayerNormBlock}: standardises each row by its own moments, as {@link NormBlockImpl} says. */
final class LayerNormBlockImpl extends NormBlockImpl<LayerNormBlock> {

    LayerNormBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    Lines lines() {
        return Lines.ROWS;
    }

    @Override
    Matrix view(Matrix values) {
        return values;
    }

    @Override
    void moments(Matrix view, double[] means, double[] variances) {
        kernels.moments(view, Lines.ROWS, means, variances);
    }

    @Override
    boolean hasMomentsOfValues() {
        return true;
    }
}
