package org.vae4j.layers;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.kernel.Accumulate;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.LatentPart;
import org.vae4j.latent.posterior.DiagonalGaussianPosterior;
import org.vae4j.latent.prior.StandardNormalPrior;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Term;

/**
 * The passes of {@link KlBottleneckLayer}: with H = [μ | log σ²] = X·W + 1·bᵀ and σ = exp(½ log σ²), Z = μ + σ ⊙ ε.
 *
 * <p>With G = ∂/∂Z, the gradients with respect to H are
 *
 * <pre>
 * ∂/∂μ      = G + β μ
 * ∂/∂log σ² = ½ G ⊙ σ ⊙ ε + ½ β (σ² - 1)
 * </pre>
 *
 * <p>and from them ∂/∂W = Xᵀ·∂/∂H, ∂/∂b = (∂/∂H)ᵀ·1 and ∂/∂X = ∂/∂H·Wᵀ: sums over the examples, which DL4J divides by
 * the batch size. The terms of β come from {@link ElboObjective}.
 */
final class KlBottleneckLayerImpl extends BaseLayer<KlBottleneckLayer> implements LatentNoiseDriven, KlTerm {

    private final Kernels kernels;
    private final LatentNoise noise;
    private Matrix weights;
    private Matrix bias;
    private Matrix weightGradient;
    private Matrix biasGradient;
    /** H of the last {@link #activate}, for the backward pass of the same iteration. */
    private INDArray posterior;
    /** Z of the last {@link #activate}. */
    private INDArray output;
    /** The batch is kept on the heap: DL4J asks for the score when the arrays of the forward pass are gone. */
    private LatentBatch batch = batch(1, 1);

    KlBottleneckLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
        KlBottleneckLayer layer = (KlBottleneckLayer) conf.getLayer();
        noise = new LatentNoise(layer.getNoiseSeed(), layer.role(), 1, dataType);
    }

    @Override
    public LatentNoise noise() {
        return noise;
    }

    @Override
    public LatentBatch batch() {
        return batch;
    }

    @Override
    public void setParamTable(Map<String, INDArray> table) {
        super.setParamTable(table);
        weights = Matrix.of(table.get(WeightsAndBias.WEIGHTS));
        bias = Matrix.row(table.get(WeightsAndBias.BIAS));
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray gradients) {
        super.setBackpropGradientsViewArray(gradients);
        weightGradient = Matrix.of(gradientViews.get(WeightsAndBias.WEIGHTS));
        biasGradient = Matrix.row(gradientViews.get(WeightsAndBias.BIAS));
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        applyDropOutIfNecessary(training, workspaces);
        Layers.requireColumns(layerConf(), Workspaces.columns(input), weights.rows());
        int n = weights.columns() / 2;
        posterior = workspaces.createUninitialized(
                ArrayType.INPUT, dataType, new long[] {input.size(0), weights.columns()}, 'f');
        output = Workspaces.activations(workspaces, dataType, input.size(0), n);
        Matrix head = Matrix.of(posterior);
        Matrix z = Matrix.of(output);
        kernels.times(Matrix.ofAny(input.castTo(dataType)), weights, head);
        kernels.addBiasAndActivate(head, bias, Nonlinearity.IDENTITY);
        if (training || !layerConf().isMeanAtInference()) {
            kernels.sampleGaussian(head, noise.at(getIterationCount(), z.rows(), n), z);
        } else {
            kernels.copy(head.columns(0, n), z);
        }
        evaluateKl(head, z);
        return output;
    }

    /** Evaluates β KL as the negative ELBO of a batch whose reconstruction terms are 0. */
    private void evaluateKl(Matrix head, Matrix z) {
        int n = z.columns();
        if (batch.rows() != z.rows() || batch.latents().get(0).size() != n) {
            batch = batch(z.rows(), n);
        }
        kernels.read(head, batch.latents().get(0).parameters().values());
        kernels.read(z, batch.latents().get(0).z().values());
        new ElboObjective(layerConf().getBeta()).evaluate(batch, new Term.Moment(getIterationCount(), getEpochCount()));
    }

    private static LatentBatch batch(int rows, int latent) {
        return new LatentBatch(
                List.of(LatentPart.of(latent, new DiagonalGaussianPosterior(), new StandardNormalPrior())), rows, 1);
    }

    /** Adds the mean of β KL over the examples: DL4J calls this after it has divided the score by the batch size. */
    @Override
    public double calcRegularizationScore(boolean backpropOnlyParams) {
        double sum = 0;
        for (double value : batch.objective()) {
            sum += value;
        }
        return super.calcRegularizationScore(backpropOnlyParams) + sum / batch.rows();
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        Matrix head = Matrix.of(posterior);
        Matrix headGradient = Matrix.of(workspaces.createUninitialized(
                ArrayType.BP_WORKING_MEM, dataType, new long[] {head.rows(), head.columns()}, 'f'));
        kernels.write(batch.latents().get(0).parameters().gradient(), headGradient);
        kernels.sampleGaussianGradient(head, Matrix.of(output), Matrix.ofAny(epsilon), headGradient, Accumulate.YES);
        kernels.activationGradient(head, Nonlinearity.IDENTITY, headGradient, biasGradient);
        kernels.transposedTimes(Matrix.ofAny(input.castTo(dataType)), headGradient, weightGradient);
        INDArray inputGradient = Workspaces.gradients(workspaces, dataType, head.rows(), weights.rows());
        kernels.timesTransposed(headGradient, weights, Matrix.of(inputGradient));
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach(gradient::setGradientFor);
        return new Pair<>(gradient, backpropDropOutIfPresent(inputGradient));
    }

    @Override
    public void clear() {
        super.clear();
        posterior = null;
        output = null;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public Layer clone() {
        throw new UnsupportedOperationException("clone the network instead of a layer of it");
    }
}
