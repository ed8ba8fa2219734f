package org.vae4j.layers;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.SupportCheck;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;

/** See {@link VariationalOutputLayer}. */
final class VariationalOutputLayerImpl extends AbstractOutputLayer<VariationalOutputLayer>
        implements ObjectiveOperation {

    private final Kernels kernels;
    private LatentBatch batch = new LatentBatch(1, 0);
    private ElboTerms terms = ElboTerms.NONE;

    VariationalOutputLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
    }

    @Override
    public int labelColumns(int inputColumns) {
        Likelihood likelihood = layerConf().getLikelihood();
        int parameters = inputColumns - 3 * layerConf().getLatent();
        int features = likelihood.featureCount(parameters);
        if (parameters <= 0 || likelihood.parameterCount(features) != parameters) {
            throw new IllegalArgumentException("layer \"" + layerConf().getLayerName() + "\": found an input of "
                    + inputColumns + " columns, expected the parameters of " + likelihood.name() + " and three times "
                    + layerConf().getLatent() + " for the latent");
        }
        return features;
    }

    /** What one evaluation reads and writes. */
    private record Pass(Matrix input, Matrix labels, Matrix inputGradient, int iteration, int epoch) {}

    @Override
    public ElboTerms evaluate(Matrix input, Matrix labels, Matrix inputGradient, int iteration, int epoch) {
        return evaluate(layerConf().getLikelihood(), new Pass(input, labels, inputGradient, iteration, epoch));
    }

    @Override
    public ElboTerms measure(Matrix input, Matrix labels, Matrix scratch, int iteration, int epoch) {
        return evaluate(likelihood(), new Pass(input, labels, scratch, iteration, epoch));
    }

    private ElboTerms evaluate(Likelihood likelihood, Pass pass) {
        Matrix input = pass.input;
        Matrix labels = pass.labels;
        Matrix inputGradient = pass.inputGradient;
        int latent = layerConf().getLatent();
        int parameters = input.columns() - 3 * latent;
        requireShapes(input, labels);
        SupportCheck.require(kernels, likelihood, labels);
        int draws = input.rows() / labels.rows();
        if (batch.rows() != input.rows() || batch.latent() != latent || batch.draws() != draws) {
            batch = new LatentBatch(input.rows(), latent, draws);
        }
        Matrix parameterGradient = inputGradient.columns(0, parameters);
        likelihood.evaluate(kernels, labels, input.columns(0, parameters), batch.negLogLikelihood(), parameterGradient);
        if (latent > 0) {
            kernels.read(input.columns(parameters, parameters + latent), batch.mean());
            kernels.read(input.columns(parameters + latent, parameters + 2 * latent), batch.logVar());
            kernels.read(input.columns(parameters + 2 * latent, parameters + 3 * latent), batch.z());
        }
        layerConf().getObjective().evaluate(batch, pass.iteration, pass.epoch);
        if (!isAllOnes(batch.rowWeights())) {
            kernels.scaleRows(parameterGradient, batch.rowWeights());
        }
        if (latent > 0) {
            kernels.write(batch.meanGradient(), inputGradient.columns(parameters, parameters + latent));
            kernels.write(batch.logVarGradient(), inputGradient.columns(parameters + latent, parameters + 2 * latent));
            kernels.write(batch.zGradient(), inputGradient.columns(parameters + 2 * latent, parameters + 3 * latent));
        }
        terms = summary(labels.rows());
        return terms;
    }

    private void requireShapes(Matrix input, Matrix labels) {
        int expected = labelColumns(input.columns());
        if (labels.columns() != expected || input.rows() % labels.rows() != 0) {
            throw new IllegalArgumentException("layer \"" + layerConf().getLayerName() + "\": found labels of shape ["
                    + labels.rows() + ", " + labels.columns() + "], expected [" + input.rows() + ", " + expected
                    + "]: the labels of an autoencoder are its features");
        }
    }

    private static boolean isAllOnes(double[] weights) {
        for (double weight : weights) {
            if (weight != 1) {
                return false;
            }
        }
        return true;
    }

    private ElboTerms summary(int examples) {
        return new ElboTerms(examples, mean(batch.negLogLikelihood()), mean(batch.kl()), mean(batch.objective()));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Override
    public LatentBatch batch() {
        return batch;
    }

    @Override
    public Likelihood likelihood() {
        return layerConf().getLikelihood().forEvaluation();
    }

    @Override
    public boolean perExample() {
        return !layerConf().getLikelihood().dependsOnBatch()
                && layerConf().getObjective().perExample();
    }

    @Override
    protected double evaluate(INDArray inputGradient) {
        return evaluate(
                        Matrix.ofAny(input.castTo(dataType)),
                        Matrix.ofAny(labels.castTo(dataType)),
                        Matrix.of(inputGradient),
                        getIterationCount(),
                        getEpochCount())
                .objectiveNats();
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        requireLabels();
        INDArray gradient = Workspaces.gradients(workspaces, dataType, input.size(0), input.size(1));
        evaluate(gradient);
        return new Pair<>(new DefaultGradient(), gradient);
    }

    @Override
    protected double[] objectivePerExample() {
        evaluate(Nd4j.createUninitialized(dataType, input.shape(), 'f'));
        int examples = batch.rows() / batch.draws();
        double[] means = new double[examples];
        for (int r = 0; r < batch.rows(); r++) {
            means[r % examples] += batch.objective()[r] / batch.draws();
        }
        return means;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        int columns = Workspaces.columns(input);
        int parameters = columns - 3 * layerConf().getLatent();
        INDArray mean = Workspaces.activations(workspaces, dataType, input.size(0), labelColumns(columns));
        layerConf()
                .getLikelihood()
                .mean(kernels, Matrix.ofAny(input.castTo(dataType)).columns(0, parameters), Matrix.of(mean));
        return mean;
    }

    @Override
    public double score() {
        return terms.objectiveNats();
    }
}
