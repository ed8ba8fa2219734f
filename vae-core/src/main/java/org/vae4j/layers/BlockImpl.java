package org.vae4j.layers;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Matrix;

/** A {@link Block}: its weights and biases as matrices. */
abstract class BlockImpl<C extends Block> extends OperationLayer<C> {

    Matrix weights;
    Matrix bias;
    Matrix weightGradient;
    Matrix biasGradient;

    BlockImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    final boolean givesInputGradient() {
        return layerConf().isInputGradient();
    }

    @Override
    public final void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        weights = Matrix.of(table.get(WeightsAndBias.WEIGHTS));
        bias = Matrix.row(table.get(WeightsAndBias.BIAS));
    }

    @Override
    public final void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        weightGradient = Matrix.of(gradientViews.get(WeightsAndBias.WEIGHTS));
        biasGradient = Matrix.row(gradientViews.get(WeightsAndBias.BIAS));
    }
}
