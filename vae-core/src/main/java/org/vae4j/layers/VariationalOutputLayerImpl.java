package org.vae4j.layers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import org.vae4j.objective.jacobian.Measured;

/** See {@link VariationalOutputLayer}. */
final class VariationalOutputLayerImpl extends AbstractOutputLayer<VariationalOutputLayer>
        implements ObjectiveOperation {

    private final Kernels kernels;
    private LatentBatch batch = new LatentBatch(List.of(), 1, 1);
    private LatentLayout layout = new LatentLayout(batch, Set.of(), 0);
    private boolean isUnused = true;
    private ElboTerms terms = ElboTerms.NONE;
    private Map<String, Columns> ofData = Map.of();

    VariationalOutputLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        kernels = Kernels.of(dataType);
    }

    @Override
    public int labelColumns(int inputColumns) {
        return layerConf().featureCount(inputColumns);
    }

    @Override
    public void ofData(Map<String, Columns> outputs) {
        ofData = outputs;
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
        Matrix features = features(likelihood(), input, labels);
        int parameters = input.columns() - layerConf().latentColumns();
        likelihood()
                .negLogLikelihood(
                        kernels,
                        features,
                        input.columns(0, parameters),
                        batch.negLogLikelihood(),
                        scratch.columns(0, parameters));
        layout.read(kernels, input);
    }

    /** What the likelihood is compared with, after room was made for its rows. */
    private Matrix features(Likelihood likelihood, Matrix input, Matrix labels) {
        requireShapes(input, labels);
        Matrix features = labels.columns(0, labelColumns(input.columns()));
        SupportCheck.require(kernels, likelihood, features);
        makeRoom(input.rows(), labels.rows(), input.columns() - layerConf().latentColumns());
        ofData.forEach(batch::setOfData);
        return features;
    }

    private void read(Likelihood likelihood, Matrix input, Matrix labels, Matrix inputGradient) {
        Matrix features = features(likelihood, input, labels);
        int parameters = input.columns() - layerConf().latentColumns();
        likelihood.evaluate(
                kernels,
                features,
                input.columns(0, parameters),
                batch.negLogLikelihood(),
                inputGradient.columns(0, parameters));
        layout.read(kernels, input);
    }

    @Override
    public ElboTerms reduce(LatentBatch whole, Term.Moment moment) {
        return reduce(layerConf().getObjective(), whole, moment);
    }

    @Override
    public boolean encoderHasItsOwn() {
        return layerConf().getObjective().ofEncoder().isPresent();
    }

    @Override
    public ElboTerms reduceForEncoder(LatentBatch whole, Term.Moment moment) {
        Objective objective = layerConf().getObjective();
        return reduce(objective.ofEncoder().orElse(objective), whole, moment);
    }

    private ElboTerms reduce(Objective objective, LatentBatch whole, Term.Moment moment) {
        Map<String, Double> others = objective.evaluate(whole, moment);
        terms = new ElboTerms(
                whole.examples(), mean(whole.negLogLikelihood()), mean(whole.kl()), mean(whole.objective()), others);
        return terms;
    }

    @Override
    public void write(Matrix inputGradient) {
        int parameters = inputGradient.columns() - layerConf().latentColumns();
        if (!isAllOnes(batch.rowWeights())) {
            kernels.scaleRows(inputGradient.columns(0, parameters), batch.rowWeights());
        }
        layout.writeGradients(kernels, inputGradient);
    }

    private void makeRoom(int rows, int examples, int parameters) {
        if (batch.rows() != rows || batch.examples() != examples || isUnused) {
            Map<String, Integer> named = new TreeMap<>(layerConf().auxiliaries());
            measured().forEach(value -> named.put(value.name(), 1));
            batch = new LatentBatch(layerConf().latents(), named, rows, rows / examples);
            layout = new LatentLayout(batch, layerConf().auxiliaries().keySet(), parameters);
            isUnused = false;
        }
    }

    private void requireShapes(Matrix input, Matrix labels) {
        int expected = labelColumns(input.columns()) + layerConf().getCondition();
        if (labels.columns() != expected || input.rows() % labels.rows() != 0) {
            throw new IllegalArgumentException(
                    "layer \"" + layerConf().getLayerName() + "\": found labels of shape ["
                            + labels.rows() + ", " + labels.columns() + "], expected [" + input.rows() + ", " + expected
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

    /** Refuses DL4J's one backward pass where there are several losses: all layers would follow the model's. */
    private void requireOneLoss() {
        if (encoderHasItsOwn() || !layerConf().auxiliaries().isEmpty()) {
            throw new IllegalStateException("layer \"" + layerConf().getLayerName()
                    + "\": found a backward pass of DL4J's through an objective of several losses, expected this"
                    + " library's training, in which each group of parameters follows its own: use a Trainer or a"
                    + " TrainingStep");
        }
    }

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
        int parameters = columns - layerConf().latentColumns();
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
