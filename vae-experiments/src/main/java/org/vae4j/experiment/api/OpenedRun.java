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
 * A run that has trained, with its model, data, numbers and pictures. The data is opened and verified when it is first
 * needed. The class is not thread-safe, because its model is not.
 */
public final class OpenedRun {

    private static final int SAMPLES_PER_LABEL = 10;

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

    /** A supplier that asks another one at its first use only. */
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

    /** {@return the number of epochs that the model was trained for} */
    public int epoch() {
        return run.progress().epoch();
    }

    /**
     * The examples that the model learned from.
     *
     * @return the training part of the run's data
     * @throws org.vae4j.data.DataException if its files are missing or have changed since the training
     */
    public ExampleSet train() {
        return Examples.of(data.get().split(), Examples.Part.TRAIN);
    }

    /**
     * The examples that results are reported on.
     *
     * @return the test part of the run's data
     * @throws org.vae4j.data.DataException if its files are missing or have changed since the training
     */
    public ExampleSet test() {
        return Examples.of(data.get().split(), Examples.Part.TEST);
    }

    /**
     * The posteriors q(z|x) of examples, for a model whose posteriors are diagonal Gaussians.
     *
     * @param examples examples that fit in memory; with labels if the model has a condition
     * @return means and log-variances, {@code [count, latent]}
     * @throws IllegalArgumentException if the posteriors are of another family; {@link #locate} works for every family
     */
    public Posterior encode(ExampleSet examples) {
        return run.model().encode(inputs(examples));
    }

    /**
     * The posteriors q(z|x) of images, for a model without a condition.
     *
     * @param images images of the shape that the model was trained on
     * @return means and log-variances, {@code [count, latent]}
     */
    public Posterior encode(Images images) {
        return run.model().encode(images.values());
    }

    /**
     * The location of q(z|x) of examples: the mean of a Gaussian, the code of a deterministic autoencoder.
     *
     * @param examples examples that fit in memory; with labels if the model has a condition
     * @return {@code [count, latent]}
     */
    public INDArray locate(ExampleSet examples) {
        return run.model().location(inputs(examples));
    }

    private INDArray inputs(ExampleSet examples) {
        return Examples.inputs(run.model(), examples);
    }

    /**
     * Decodes latents to the mean E[x|z].
     *
     * @param z {@code [count, latent]}
     * @return one image per row of z
     * @throws ConfigException if the model has a condition
     */
    public Images decode(INDArray z) {
        return Images.of(generator.decode(z), shape());
    }

    /**
     * Arranges examples above their reconstructions, in rows of ten. Where the last row has fewer examples, it is
     * filled with white images.
     *
     * @param examples examples that fit in memory, at least one; with labels if the model has a condition
     * @return a row of examples, the row of their reconstructions, and so on
     * @throws IllegalArgumentException if there are no examples
     */
    public Images reconstruct(ExampleSet examples) {
        if (examples.size() == 0) {
            throw new IllegalArgumentException("found no examples, expected at least one to reconstruct");
        }
        INDArray originals = Examples.features(examples);
        INDArray reconstructions = run.model().reconstruct(inputs(examples));
        int columns = Math.min(Images.of(examples).columns(), originals.rows());
        int rowsOfExamples = (originals.rows() + columns - 1) / columns;
        INDArray sheet = Nd4j.ones(originals.dataType(), 2L * rowsOfExamples * columns, originals.columns());
        for (int i = 0; i < originals.rows(); i++) {
            int place = 2 * (i / columns) * columns + i % columns;
            sheet.putRow(place, originals.getRow(i));
            sheet.putRow(place + columns, reconstructions.getRow(i));
        }
        return new Images(sheet, shape(), columns);
    }

    /**
     * Decodes latents that are drawn from the prior to E[x|z]. The i-th image does not depend on the count.
     *
     * @param count the number of images
     * @param seed the seed of the draw
     * @return the images; those of a model with a condition have ten images of each label in turn
     */
    public Images sample(int count, long seed) {
        return sample(
                count,
                seed,
                i -> i / SAMPLES_PER_LABEL % Math.max(1, run.model().condition()));
    }

    /**
     * Decodes latents that are drawn from the prior to E[x|z, label].
     *
     * @param count the number of images
     * @param seed the seed of the draw
     * @param label the label of each image by its index; not used if the model has no condition
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
     * The metrics of the run on its test part, by name. Signs and units are in the names.
     *
     * @return numbers such as {@code negElboNats} and {@code klNats}, in the order of {@code eval/test.json}; empty
     *     before the end of the run
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
     * One of the metrics of {@link #numbers()}.
     *
     * @param name a name such as {@code negElboNats}
     * @return the number, in the unit that the name says
     * @throws ConfigException if the run has no number of that name
     */
    public double number(String name) {
        return Optional.ofNullable(numbers().get(name))
                .orElseThrow(() -> new ConfigException("found no number '" + name + "' in " + root()
                        + ", expected one of " + numbers().keySet()));
    }

    /**
     * Draws the negative ELBO over the epochs.
     *
     * @return a chart in nats per example; empty before the end of the first epoch
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
        String nats = numbers().entrySet().stream()
                .filter(number -> number.getKey().endsWith("Nats"))
                .map(number -> String.format(Locale.ROOT, ", %s %.2f", number.getKey(), number.getValue()))
                .collect(Collectors.joining());
        return "run " + root() + ", epoch " + epoch() + nats;
    }
}
