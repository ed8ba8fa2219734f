package org.vae4j.testing;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.layers.ConcatVertex;
import org.vae4j.layers.ConvolutionBlock;
import org.vae4j.layers.GaussianSamplingLayer;
import org.vae4j.layers.KlBottleneckLayer;
import org.vae4j.layers.TransposedConvolutionBlock;
import org.vae4j.layers.VariationalOutputLayer;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.LearnedGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.likelihood.OptimalGaussianLikelihood;
import org.vae4j.model.LatentModel;
import org.vae4j.model.plan.InputSize;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ImportanceWeightedObjective;
import org.vae4j.objective.LinearWarmup;
import org.vae4j.objective.Objective;
import org.vae4j.train.FlushingAdam;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.Trainer;

/**
 * A training of a second at most whose final parameters are recorded.
 *
 * @param name the special property of the training, its key in the file of records
 * @param type FLOAT or DOUBLE
 * @param network creates the network with its initial weights
 * @param loop trains the network
 */
public record GoldenTraining(String name, DataType type, Network network, Loop loop) {

    private static final int FEATURES = 9;
    private static final int SIDE = 4;
    private static final int BATCHES = 4;
    private static final int BATCH = 8;
    private static final int LAST_BATCH = 5;
    private static final int EPOCHS = 3;
    private static final IUpdater ADAM = FlushingAdam.withLearningRate(0.01);
    private static final IUpdater SGD = new Sgd(0.01);

    /** Creates networks. */
    @FunctionalInterface
    public interface Network {

        /**
         * {@return a new network}
         *
         * @param type FLOAT or DOUBLE
         */
        ComputationGraph create(DataType type);
    }

    /** Trains a network. */
    @FunctionalInterface
    public interface Loop {

        /**
         * Trains a network for several epochs.
         *
         * @param graph the network
         * @param data the batches of one epoch
         */
        void train(ComputationGraph graph, List<INDArray> data);
    }

    /** {@return the trained network} */
    public ComputationGraph run() {
        ComputationGraph graph = network.create(type);
        ComputationGraphConfiguration configuration = graph.getConfiguration();
        int features =
                new InputSize(configuration).of(configuration.getNetworkInputs().get(0));
        // The last batch is shorter than the others.
        loop.train(
                graph,
                IntStream.range(0, BATCHES)
                        .mapToObj(i -> Values.pixels(i, type, i == BATCHES - 1 ? LAST_BATCH : BATCH, features))
                        .toList());
        return graph;
    }

    @Override
    public String toString() {
        return name;
    }

    /** {@return all trainings, in the order of the file of records} */
    public static List<GoldenTraining> all() {
        return List.of(
                elbo(1),
                of("elbo, two workers", workers(2), standard(s -> s)),
                of("elbo, SGD", workers(1), standard(s -> s.updater(SGD))),
                of("elbo, three draws", workers(1), standard(s -> s.draws(3))),
                of("elbo, three draws, two workers", workers(2), standard(s -> s.draws(3))),
                of("elbo, DL4J's fit", GoldenTraining::fit, standard(s -> s)),
                of("beta 4", workers(1), standard(s -> s.objective(new ElboObjective(new FixedSchedule(4))))),
                of("warm-up", workers(1), standard(s -> s.objective(new ElboObjective(new LinearWarmup(1.5, 9))))),
                of("gaussian", workers(1), standard(s -> s.likelihood(new GaussianLikelihood(0.3)))),
                of("gaussian optimal", workers(1), standard(s -> s.likelihood(new OptimalGaussianLikelihood()))),
                of("gaussian learned", workers(2), standard(s -> s.likelihood(new LearnedGaussianLikelihood()))),
                of(
                        "gaussian per pixel",
                        workers(1),
                        standard(s -> s.likelihood(new HeteroscedasticGaussianLikelihood()))),
                of("iwae", workers(1), standard(s -> s.draws(5).objective(ImportanceWeightedObjective.standard()))),
                of(
                        "iwae, two workers, SGD",
                        workers(2),
                        standard(s -> s.draws(5)
                                .objective(ImportanceWeightedObjective.standard())
                                .updater(SGD))),
                of("dreg", workers(1), standard(s -> s.draws(5).objective(ImportanceWeightedObjective.dreg()))),
                of(
                        "dreg with warm-up, gaussian",
                        workers(1),
                        standard(s -> s.draws(4)
                                .objective(new ImportanceWeightedObjective(new LinearWarmup(1, 9), true))
                                .likelihood(new GaussianLikelihood(0.5)))),
                of("autoencoder", workers(1), standard(s -> s.bottleneck(Bottleneck.DETERMINISTIC))),
                of(
                        "autoencoder, two workers, SGD",
                        workers(2),
                        standard(s -> s.bottleneck(Bottleneck.DETERMINISTIC)
                                .likelihood(new GaussianLikelihood(0.5))
                                .updater(SGD))),
                of("convolutional", workers(1), GoldenTraining::convolutional),
                of("convolutional, two workers", workers(2), GoldenTraining::convolutional),
                of("bottleneck layer, DL4J's fit", GoldenTraining::fit, GoldenTraining::bottleneckLayer),
                ofFloat("elbo, float", workers(1), standard(s -> s)),
                ofFloat("elbo, float, two workers", workers(2), standard(s -> s)),
                ofFloat(
                        "gaussian per pixel, float, SGD",
                        workers(1),
                        standard(s -> s.likelihood(new HeteroscedasticGaussianLikelihood())
                                .updater(new Sgd(0.001)))),
                ofFloat(
                        "dreg, float",
                        workers(1),
                        standard(s -> s.draws(5).objective(ImportanceWeightedObjective.dreg()))),
                ofFloat("autoencoder, float", workers(1), standard(s -> s.bottleneck(Bottleneck.DETERMINISTIC))),
                ofFloat("convolutional, float", workers(1), GoldenTraining::convolutional));
    }

    /**
     * The training with the plain ELBO.
     *
     * @param beta the weight of the KL term; 1 in the file of records
     * @return the training
     */
    public static GoldenTraining elbo(double beta) {
        Objective objective = beta == 1 ? ElboObjective.standard() : new ElboObjective(new FixedSchedule(beta));
        return of("elbo", workers(1), standard(s -> s.objective(objective)));
    }

    private static GoldenTraining of(String name, Loop loop, Network network) {
        return new GoldenTraining(name, DataType.DOUBLE, network, loop);
    }

    private static GoldenTraining ofFloat(String name, Loop loop, Network network) {
        return new GoldenTraining(name, DataType.FLOAT, network, loop);
    }

    private static Loop workers(int count) {
        return (graph, data) -> new Trainer(TrainConfig.epochs(EPOCHS).withWorkers(count), List.of())
                .fit(LatentModel.of(graph), new BatchList(data));
    }

    /** DL4J's own training. */
    private static void fit(ComputationGraph graph, List<INDArray> data) {
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            data.forEach(x -> graph.fit(new DataSet(x, x)));
            graph.incrementEpochCount();
        }
    }

    private static Network standard(UnaryOperator<Setting> change) {
        return type -> change.apply(
                        new Setting(Bottleneck.GAUSSIAN, new BernoulliLikelihood(), ElboObjective.standard(), 1, ADAM))
                .create(type);
    }

    /** The properties in which the fully connected networks differ. */
    private record Setting(
            Bottleneck bottleneck, Likelihood likelihood, Objective objective, int draws, IUpdater updater) {

        Setting bottleneck(Bottleneck other) {
            return new Setting(other, likelihood, objective, draws, updater);
        }

        Setting likelihood(Likelihood other) {
            return new Setting(bottleneck, other, objective, draws, updater);
        }

        Setting objective(Objective other) {
            return new Setting(bottleneck, likelihood, other, draws, updater);
        }

        Setting draws(int count) {
            return new Setting(bottleneck, likelihood, objective, count, updater);
        }

        Setting updater(IUpdater other) {
            return new Setting(bottleneck, likelihood, objective, draws, other);
        }

        ComputationGraph create(DataType type) {
            ModelSpec spec = new ModelSpec(
                    FEATURES,
                    List.of(7, 6),
                    3,
                    List.of(6),
                    Nonlinearity.TANH,
                    bottleneck,
                    likelihood,
                    objective,
                    draws);
            return LatentModel.create(spec, updater, 11, type).graph();
        }
    }

    private static ComputationGraphConfiguration.GraphBuilder builder(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(2)
                .dataType(type)
                .updater(ADAM)
                .graphBuilder()
                .addInputs("x");
    }

    private static ComputationGraph initialised(ComputationGraphConfiguration.GraphBuilder builder) {
        ComputationGraph graph =
                new ComputationGraph(builder.setOutputs("objective").build());
        graph.init();
        return graph;
    }

    private static ComputationGraph convolutional(DataType type) {
        return initialised(builder(type)
                .setInputTypes(InputType.convolutionalFlat(SIDE, SIDE, 1))
                .addLayer(
                        "encoder-1",
                        new ConvolutionBlock.Builder()
                                .channels(3)
                                .stride(2)
                                .samePadding()
                                .nonlinearity(Nonlinearity.TANH)
                                .build(),
                        "x")
                .addLayer("posterior", Networks.dense(4, Nonlinearity.IDENTITY), "encoder-1")
                .addLayer("z", new GaussianSamplingLayer(9), "posterior")
                .addLayer("decoder-1", Networks.dense(8, Nonlinearity.TANH), "z")
                .addLayer(
                        "likelihood-parameters",
                        new TransposedConvolutionBlock.Builder()
                                .channels(1)
                                .stride(2)
                                .samePadding()
                                .image(2, 2, 2)
                                .build(),
                        "decoder-1")
                .addVertex("joined", new ConcatVertex(), "likelihood-parameters", "posterior", "z")
                .addLayer(
                        "objective",
                        new VariationalOutputLayer(2, new BernoulliLikelihood(), ElboObjective.standard()),
                        "joined"));
    }

    private static ComputationGraph bottleneckLayer(DataType type) {
        return initialised(builder(type)
                .setInputTypes(InputType.feedForward(FEATURES))
                .addLayer("encoder", Networks.dense(6, Nonlinearity.TANH), "x")
                .addLayer(
                        "bottleneck",
                        new KlBottleneckLayer.Builder().nOut(2).noiseSeed(3).build(),
                        "encoder")
                .addLayer("decoder", Networks.dense(FEATURES, Nonlinearity.IDENTITY), "bottleneck")
                .addLayer(
                        "objective",
                        new VariationalOutputLayer(0, new GaussianLikelihood(0.5), ElboObjective.standard()),
                        "decoder"));
    }
}
