package org.vae4j.experiment.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageShape;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.report.Report;
import org.vae4j.experiment.report.chart.Curves;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.OneHot;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.use.Examples;
import org.vae4j.experiment.use.Generator;
import org.vae4j.kernel.product.NativeSetup;
import org.vae4j.model.LatentModel;
import org.vae4j.model.Posterior;

/**
 * A run that has trained: its model, data, numbers and pictures. The data is opened, and verified, when it is first
 * needed. Not safe for use by several threads at once, as its model is not.
 */
public final class OpenedRun {

    private final TrainedRun run;
    private final Generator generator;
    private final Supplier<ConfiguredData> data;

    private OpenedRun(TrainedRun run) {
        this.run = run;
        this.generator = Generator.of(run, Optional.empty());
        this.data = once(run::data);
    }

    static OpenedRun at(Path root) {
        NativeSetup.prepare();
        return new OpenedRun(TrainedRun.open(root));
    }

    private static <T> Supplier<T> once(Supplier<T> source) {
        return new Supplier<>() {
            private Optional<T> value = Optional.empty();

            @Override
            public synchronized T get() {
                if (value.isEmpty()) {
                    value = Optional.of(source.get());
                }
                return value.get();
            }
        };
    }

    /** {@return the run directory} */
    public Path root() {
        return run.root();
    }

    /** {@return the configuration as it was resolved} */
    public ExperimentConfig config() {
        return run.config();
    }

    /** {@return the model that the run selected: the best on validation where it was asked for, else the last} */
    public LatentModel model() {
        return run.model();
    }

    /** {@return after how many epochs the model was what it is} */
    public int epoch() {
        return run.progress().epoch();
    }

    /**
     * The examples that the model learned from.
     *
     * @return the training part of the run's data
     * @throws org.vae4j.data.DataException when its files are missing or not what they were
     */
    public ExampleSet train() {
        return Examples.of(data.get().split(), Examples.Part.TRAIN);
    }

    /**
     * The examples that results are reported on.
     *
     * @return the test part of the run's data
     * @throws org.vae4j.data.DataException when its files are missing or not what they were
     */
    public ExampleSet test() {
        return Examples.of(data.get().split(), Examples.Part.TEST);
    }

    /**
     * The posteriors q(z|x) of examples, for a model whose posteriors are diagonal Gaussians.
     *
     * @param examples few enough for memory; labelled where the model has a condition
     * @return means and log-variances, {@code [count, latent]}
     * @throws IllegalArgumentException when the model's posteriors are of another family, which {@link #locate} serves
     */
    public Posterior encode(ExampleSet examples) {
        return run.model().encode(inputs(examples));
    }

    /**
     * The posteriors q(z|x) of images.
     *
     * @param images of the shape that the model was trained on; the model has no condition
     * @return means and log-variances, {@code [count, latent]}
     */
    public Posterior encode(Images images) {
        return run.model().encode(images.values());
    }

    /**
     * The location of q(z|x) of examples: the mean of a Gaussian, the code of a deterministic autoencoder.
     *
     * @param examples few enough for memory; labelled where the model has a condition
     * @return {@code [count, latent]}
     */
    public INDArray locate(ExampleSet examples) {
        return run.model().location(inputs(examples));
    }

    private INDArray inputs(ExampleSet examples) {
        return Examples.inputs(run.model(), examples);
    }

    /**
     * E[x|z].
     *
     * @param z {@code [count, latent]}
     * @return an image per row of z
     * @throws ConfigException when the model has a condition
     */
    public Images decode(INDArray z) {
        return Images.of(generator.decode(z), shape());
    }

    /**
     * Examples above their reconstructions, in rows of ten.
     *
     * @param examples few enough for memory; labelled where the model has a condition
     * @return twice as many images: a row of examples, the row of their reconstructions, and so on
     */
    public Images reconstruct(ExampleSet examples) {
        INDArray before = Examples.features(examples);
        INDArray after = run.model().reconstruct(inputs(examples));
        int columns = Images.of(examples).columns();
        int across = Math.min(columns, before.rows());
        int pairs = (before.rows() + across - 1) / across;
        INDArray shown = Nd4j.ones(before.dataType(), 2L * pairs * across, before.columns());
        for (int i = 0; i < before.rows(); i++) {
            int row = 2 * (i / across) * across + i % across;
            shown.putRow(row, before.getRow(i));
            shown.putRow(row + across, after.getRow(i));
        }
        return new Images(shown, shape(), across);
    }

    /**
     * E[x|z] of latents drawn from the prior. The i-th is the same however many are drawn.
     *
     * @param count how many
     * @param seed of the draw
     * @return the images; of a model with a condition, a row of ten for each label in turn
     */
    public Images sample(int count, long seed) {
        return sample(count, seed, i -> i / 10 % Math.max(1, run.model().condition()));
    }

    /**
     * E[x|z, label] of latents drawn from the prior.
     *
     * @param count how many
     * @param seed of the draw
     * @param label of each image; not asked where the model has no condition
     * @return the images
     */
    public Images sample(int count, long seed, IntUnaryOperator label) {
        int classes = run.model().condition();
        return Images.of(
                classes == 0
                        ? run.model().samplePrior(count, seed)
                        : run.model().samplePrior(count, seed, OneHot.rows(count, label, classes)),
                shape());
    }

    private ImageShape shape() {
        return generator.shape();
    }

    /**
     * The numbers that the run came to on its test part, by name; signs and units are in the names.
     *
     * @return such as {@code negElboNats} and {@code klNats}, in the order of {@code eval/test.json}; empty before its
     *     end
     */
    public Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry :
                RunFiles.in(root()).json("eval/test.json").properties()) {
            if (entry.getValue().isNumber()) {
                numbers.put(entry.getKey(), entry.getValue().asDouble());
            }
        }
        return numbers;
    }

    /**
     * One of {@link #numbers()}.
     *
     * @param name such as {@code negElboNats}
     * @return the number, in the unit that the name says
     * @throws ConfigException when the run has none of that name
     */
    public double number(String name) {
        return Optional.ofNullable(numbers().get(name))
                .orElseThrow(() -> new ConfigException("found no number '" + name + "' in " + root()
                        + ", expected one of " + numbers().keySet()));
    }

    /**
     * The negative ELBO over the epochs.
     *
     * @return a chart of nats per example; empty before the first epoch has ended
     */
    public XYChart curve() {
        return Curves.negElbo(root());
    }

    /** {@return the file of the report, {@code report.html} in the run directory} */
    public Path report() {
        return root().resolve(Report.FILE);
    }

    @Override
    public String toString() {
        String some = numbers().entrySet().stream()
                .filter(number -> number.getKey().endsWith("Nats"))
                .map(number -> String.format(Locale.ROOT, ", %s %.2f", number.getKey(), number.getValue()))
                .collect(Collectors.joining());
        return "run " + root() + ", epoch " + epoch() + some;
    }
}
