package org.vae4j.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
import org.vae4j.latent.Columns;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.support.SupportCheck;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Term;
import org.vae4j.objective.generative.GenerativeTerm;
import org.vae4j.objective.jacobian.Measured;

/**
 * The passes of {@link VariationalOutputLayer}. An evaluation has three steps, which share {@link #batch}:
 *
 * <ol>
 *   <li>{@link #read} computes -log p(x|z) of every row r and its gradient, and copies the columns of the latents into
 *       the batch; {@link #observe} does the same without gradients,
 *   <li>{@link #reduce} computes the objective L of all rows, or of the rows of several workers together, and with it
 *       the row weights w(r) = ∂L/∂(-log p(x|z)) and the gradients of L with respect to the latents' columns,
 *   <li>{@link #write} multiplies the likelihood's gradient by w(r), row by row, and writes the latents' gradients
 *       beside it.
 * </ol>
 */
final class VariationalOutputLayerImpl extends AbstractOutputLayer<VariationalOutputLayer>
        implements ObjectiveOperation {

    private final Kernels kernels;
    private LatentBatch batch = new LatentBatch(List.of(), 1, 1);
    private LatentLayout layout = new LatentLayout(batch, Set.of(), 0);
    /** Whether the batch has the sizes of this layer and not those of its initial value. */
    private boolean isBatchAllocated;

    private ElboTerms terms = ElboTerms.NONE;
    /** Outputs of the networks that read the data alone, one row per example, by name. */
    private Map<String, Columns> outputsOfData = Map.of();

    VariationalOutputLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
    }

    @Override
    public int labelColumns(int inputColumns) {
        return layerConf().featureCount(inputColumns);
    }

    @Override
    public void setOutputsOfData(Map<String, Columns> outputs) {
        outputsOfData = outputs;
    }

    @Override
    public void read(Matrix input, Matrix labels, Matrix inputGradient) {
        read(layerConf().getLikelihood(), input, labels, inputGradient);
    }

    @Override
    public void readForEvaluation(Matrix input, Matrix labels, Matrix scratch) {
        read(likelihood(), input, labels, scratch);
    }

    @Override
    public List<Measured> measured() {
        return layerConf().getObjective().measured();
    }

    @Override
    public void observe(Matrix input, Matrix labels, Matrix scratch) {
        Matrix features = prepare(likelihood(), input, labels);
        likelihood()
                .negLogLikelihood(kernels, features, parameters(input), batch.negLogLikelihood(), parameters(scratch));
        layout.read(kernels, input);
    }

    /** Checks shapes and support, allocates the batch, and returns the features without their condition. */
    private Matrix prepare(Likelihood likelihood, Matrix input, Matrix labels) {
        requireShapes(input, labels);
        Matrix features = labels.columns(0, labelColumns(input.columns()));
        SupportCheck.require(kernels, likelihood, features);
        allocateBatch(input.rows(), labels.rows(), parameterColumns(input.columns()));
        outputsOfData.forEach(batch::setOfData);
        return features;
    }

    private void read(Likelihood likelihood, Matrix input, Matrix labels, Matrix inputGradient) {
        Matrix features = prepare(likelihood, input, labels);
        likelihood.evaluate(kernels, features, parameters(input), batch.negLogLikelihood(), parameters(inputGradient));
        layout.read(kernels, input);
    }

    /** The columns of the likelihood's parameters, which come first. */
    private Matrix parameters(Matrix input) {
        return input.columns(0, parameterColumns(input.columns()));
    }

    private int parameterColumns(int inputColumns) {
        return inputColumns - layerConf().latentColumns();
    }

    @Override
    public ElboTerms reduce(LatentBatch whole, Term.Moment moment) {
        terms = reduce(layerConf().getObjective(), whole, moment);
        return terms;
    }

    @Override
    public boolean hasEncoderObjective() {
        return layerConf().getObjective().ofEncoder().isPresent();
    }

    @Override
    public ElboTerms reduceForEncoder(LatentBatch whole, Term.Moment moment) {
        Objective objective = layerConf().getObjective();
        ElboTerms encoderTerms = reduce(objective.ofEncoder().orElse(objective), whole, moment);
        Map<String, Double> namedLosses = GenerativeTerm.of(objective).stream()
                .collect(Collectors.toMap(GenerativeTerm::encoder, term -> encoderTerms.objectiveNats()));
        return encoderTerms.with(namedLosses);
    }

    private static ElboTerms reduce(Objective objective, LatentBatch whole, Term.Moment moment) {
        Map<String, Double> others = objective.evaluate(whole, moment);
        return new ElboTerms(
                whole.examples(), mean(whole.negLogLikelihood()), mean(whole.kl()), mean(whole.objective()), others);
    }

    @Override
    public void write(Matrix inputGradient) {
        if (!isAllOnes(batch.rowWeights())) {
            kernels.scaleRows(parameters(inputGradient), batch.rowWeights());
        }
        layout.writeGradients(kernels, inputGradient);
    }

    private void allocateBatch(int rows, int examples, int parameters) {
        if (batch.rows() != rows || batch.examples() != examples || !isBatchAllocated) {
            Map<String, Integer> columnsByName = new TreeMap<>(layerConf().auxiliaries());
            measured().forEach(value -> columnsByName.put(value.name(), 1));
            batch = new LatentBatch(layerConf().latents(), columnsByName, rows, rows / examples);
            layout = new LatentLayout(batch, layerConf().auxiliaries().keySet(), parameters);
            isBatchAllocated = true;
        }
    }

    private void requireShapes(Matrix input, Matrix labels) {
        int expected = labelColumns(input.columns()) + layerConf().getCondition();
        if (labels.columns() != expected || labels.rows() == 0 || input.rows() % labels.rows() != 0) {
            throw new IllegalArgumentException(
                    "layer \"" + layerConf().getLayerName() + "\": found labels of shape ["
                            + labels.rows() + ", " + labels.columns() + "], expected [" + input.rows()
                            + " or a divisor of it, " + expected
                            + "]: the labels of an autoencoder are its features, with their condition behind them where the model has one");
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
        return readsPerExample() && layerConf().getObjective().perExample();
    }

    @Override
    public boolean readsPerExample() {
        return !layerConf().getLikelihood().dependsOnBatch();
    }

    @Override
    protected double evaluate(INDArray inputGradient) {
        return evaluate(
                        Matrix.ofAny(input.castTo(dataType)),
                        Matrix.ofAny(labels.castTo(dataType)),
                        Matrix.of(inputGradient),
                        new Term.Moment(getIterationCount(), getEpochCount()))
                .objectiveNats();
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        requireLabels();
        requireOneLoss();
        requireOnePass();
        INDArray gradient = Workspaces.gradients(workspaces, dataType, input.size(0), input.size(1));
        evaluate(gradient);
        return new Pair<>(new DefaultGradient(), gradient);
    }

    /**
     * Refuses DL4J's backward pass where there are several losses: it would give every parameter the gradient of the
     * model's loss.
     */
    private void requireOneLoss() {
        if (hasEncoderObjective() || !layerConf().auxiliaries().isEmpty()) {
            throw new IllegalStateException("layer \"" + layerConf().getLayerName()
                    + "\": found a backward pass of DL4J's through an objective of several losses, expected this"
                    + " library's training, in which each group of parameters follows its own: use a Trainer or a"
                    + " TrainingStep");
        }
    }

    /** Refuses DL4J's passes where the objective needs quantities that only this library's training measures. */
    private void requireOnePass() {
        if (!measured().isEmpty()) {
            throw new IllegalStateException("layer \"" + layerConf().getLayerName()
                    + "\": found DL4J's own pass through an objective that reads a Jacobian or norms of weights, which"
                    + " are measured beside the pass, expected this library's training: use a Trainer or a"
                    + " TrainingStep");
        }
    }

    @Override
    protected double[] objectivePerExample() {
        requireOnePass();
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
        INDArray mean = Workspaces.activations(workspaces, dataType, input.size(0), labelColumns(columns));
        layerConf().getLikelihood().mean(kernels, parameters(Matrix.ofAny(input.castTo(dataType))), Matrix.of(mean));
        return mean;
    }

    @Override
    public double score() {
        return terms.objectiveNats();
    }
}
