package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;

/**
 * The passes of {@link GaussianSamplingLayer}: z = μ + σ ⊙ ε with σ = exp(½ log σ²), so ∂/∂μ = ∂/∂z and
 * ∂/∂log σ² = ½ ∂/∂z ⊙ σ ⊙ ε.
 *
 * <p>The backward pass takes σ ⊙ ε as z - μ, so it reads no noise. Where the location is put out, z = μ.
 */
final class GaussianSamplingLayerImpl extends AbstractLayer<GaussianSamplingLayer>
        implements Operation, LatentNoiseDriven {

    private final Kernels kernels;
    private final LatentNoise noise;
    /** The result of the last {@link #activate}, for the backward pass of the same iteration. */
    private INDArray output;

    GaussianSamplingLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
        GaussianSamplingLayer layer = (GaussianSamplingLayer) conf.getLayer();
        noise = new LatentNoise(layer.getNoiseSeed(), layer.role(), layer.draws(), dataType);
    }

    @Override
    public LatentNoise noise() {
        return noise;
    }

    @Override
    public int outputColumns(int inputColumns) {
        if (inputColumns % 2 != 0) {
            throw new IllegalArgumentException("layer \"" + layerConf().getLayerName() + "\": found an input of "
                    + inputColumns + " columns, expected an even number, [mean | log-variance]");
        }
        return inputColumns / 2;
    }

    @Override
    public void forward(Matrix posterior, Matrix z) {
        if (noise.isLocation()) {
            kernels.copy(posterior.columns(0, z.columns()), z);
            return;
        }
        kernels.sampleGaussian(posterior, noise.at(getIterationCount(), z.rows(), z.columns()), z);
    }

    @Override
    public void backward(Matrix posterior, Matrix z, Matrix zGradient, GradientTarget posteriorGradient) {
        if (posteriorGradient.isWanted()) {
            kernels.sampleGaussianGradient(
                    posterior, z, zGradient, posteriorGradient.matrix(), posteriorGradient.accumulate());
        }
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        output = Workspaces.activations(workspaces, dataType, input.size(0), outputColumns(Workspaces.columns(input)));
        forward(Matrix.ofAny(input.castTo(dataType)), Matrix.of(output));
        return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        INDArray gradient = Workspaces.gradients(workspaces, dataType, input.size(0), input.size(1));
        backward(
                Matrix.ofAny(input.castTo(dataType)),
                Matrix.of(output),
                Matrix.ofAny(epsilon),
                GradientTarget.overwrite(Matrix.of(gradient)));
        return new Pair<>(new DefaultGradient(), gradient);
    }

    @Override
    public void clear() {
        super.clear();
        output = null;
    }

    @Override
    public void clearNoiseWeightParams() {
        // No weights.
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
