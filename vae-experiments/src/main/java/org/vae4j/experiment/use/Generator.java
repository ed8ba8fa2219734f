package org.vae4j.experiment.use;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.density.CodeDensity;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.run.configured.OneHot;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.kernel.product.NativeSetup;
import org.vae4j.math.GaussianNoise;
import org.vae4j.math.RowBlocks;
import org.vae4j.math.Streams;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentPrior;

/** Draws latents from the prior and decodes them, by the model of a run or by a decoder file. */
public final class Generator {

    /** The number of latents that are decoded at once; it limits the memory. */
    private static final int BLOCK_ROWS = 1000;

    private final Latents latents;
    private final int latent;
    private final int condition;
    /** Decodes rows [z | condition], or rows z if there is no condition. */
    private final UnaryOperator<INDArray> decoder;

    private final int features;
    private final Supplier<ImageShape> shape;
    private final Optional<DataDescription> own;

    /**
     * The condition of a decoder.
     *
     * @param condition the number of labels; 0 for none
     * @param decoder decodes z and the condition
     */
    private record Conditional(int condition, BinaryOperator<INDArray> decoder) {}

    /**
     * The latents of a decoder.
     *
     * @param size the number of dimensions of z
     * @param prior the prior of z
     * @param density a density that z is drawn from in place of the prior; empty for the prior
     * @param decoder decodes z without a condition
     */
    private record Latents(
            int size, Supplier<LatentPrior> prior, Optional<CodeDensity> density, UnaryOperator<INDArray> decoder) {

        Latents(int size, Supplier<LatentPrior> prior, UnaryOperator<INDArray> decoder) {
            this(size, prior, Optional.empty(), decoder);
        }

        Latents drawingFrom(CodeDensity instead) {
            return new Latents(size, prior, Optional.of(instead), decoder);
        }
    }

    private Generator(
            Latents latents, Conditional conditional, Optional<ImageShape> known, Optional<DataDescription> own) {
        this.latents = latents;
        this.latent = latents.size;
        this.condition = conditional.condition;
        this.decoder = condition == 0
                ? latents.decoder
                : both -> conditional.decoder.apply(columns(both, 0, latent), columns(both, latent, both.columns()));
        this.features = this.decoder
                .apply(Nd4j.zeros(DataType.FLOAT, 1, latent + condition))
                .columns();
        this.own = own;
        // The shape is looked up only when images are drawn, since numbers need none and may have none.
        this.shape = () -> known.or(() -> own.map(DataDescription::imageShape)).orElseGet(() -> square(features));
        known.filter(given -> given.size() != features).ifPresent(given -> {
            throw new ConfigException("found images of " + given + ", expected " + features + " values as the decoder"
                    + " makes: correct --shape");
        });
    }

    /**
     * Opens the decoder of a run or of a file.
     *
     * @param source a run directory, or a decoder file such as its decoder.zip
     * @param shape the shape of the images; if empty, that of the run's data, or square images
     * @return the generator
     * @throws IOException if the file cannot be read
     * @throws ConfigException if the source is no run and no decoder file, or if the shape does not fit
     */
    public static Generator open(Path source, Optional<ImageShape> shape) throws IOException {
        NativeSetup.prepare();
        if (Files.isDirectory(source)) {
            return of(TrainedRun.open(source), shape);
        }
        if (!Files.isRegularFile(source)) {
            throw new ConfigException("found nothing at " + source
                    + ", expected a run directory or a decoder file, such as decoder.zip in one"
                    + RunFiles.near(source)
                            .map(run -> ": did you mean " + run + "?")
                            .orElse(""));
        }
        try {
            Decoder decoder = Decoder.load(source);
            requireFinite(decoder.graph().params(), source);
            return new Generator(
                    new Latents(decoder.latent(), decoder::prior, decoder::decode),
                    new Conditional(decoder.condition(), decoder::decode),
                    shape,
                    Optional.empty());
        } catch (ConfigException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // A file may describe any network: one with a cycle, one without outputs, or one whose layers do not fit.
            throw new ConfigException(
                    "cannot read " + source + " (" + reason(e)
                            + "), expected a decoder file, such as decoder.zip of a run",
                    e);
        }
    }

    private static String reason(Throwable e) {
        String message =
                e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
        return message.isBlank()
                ? "it holds no network that computes: " + e.getClass().getSimpleName()
                : message;
    }

    /** Refuses weights that are not finite: the file is damaged, or the training diverged. */
    private static void requireFinite(INDArray parameters, Path source) {
        if (!Double.isFinite(parameters.ameanNumber().doubleValue())) {
            throw new ConfigException("found weights that are no numbers (NaN or infinite) in " + source
                    + ", expected finite ones: take another checkpoint or run");
        }
    }

    /**
     * Uses the decoder of a run.
     *
     * @param run an opened run
     * @param shape the shape of the images; if empty, that of the run's data, or square images
     * @return the generator
     * @throws ConfigException if the weights are not finite, or if the shape does not fit
     */
    public static Generator of(TrainedRun run, Optional<ImageShape> shape) {
        requireFinite(run.model().graph().params(), run.root());
        return new Generator(
                new Latents(run.model().latent(), run.model()::prior, run.model()::decode),
                new Conditional(run.model().condition(), run.model()::decode),
                shape.or(() -> run.config().data().flatMap(Generator::generatedShape)),
                TrainedRun.description(run.root()));
    }

    /** The shape of generated images, from their configuration; empty for other data. */
    private static Optional<ImageShape> generatedShape(DataConfig data) {
        try {
            return data.pictures();
        } catch (IllegalArgumentException e) {
            throw new ConfigException("data." + data.name() + ".size: " + e.getMessage(), e);
        }
    }

    private static ImageShape square(int features) {
        for (int channels : new int[] {1, 3}) {
            int side = (int) Math.round(Math.sqrt(features / (double) channels));
            if (channels * side * side == features) {
                return new ImageShape(channels, side, side);
            }
        }
        throw new ConfigException("found images of " + features + " values, which are not square, expected their shape:"
                + " give it by --shape, for example --shape 1x28x20");
    }

    private static INDArray columns(INDArray rows, int from, int to) {
        return rows.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to))
                .dup('f')
                .reshape('f', rows.rows(), to - from);
    }

    /** {@return the number of dimensions of z} */
    public int latent() {
        return latent;
    }

    /** {@return the number of labels that the decoder knows; 0 for a model without a condition} */
    public int condition() {
        return condition;
    }

    /**
     * The shape of the images.
     *
     * @return the given shape, that of the run's data, or that of square images
     * @throws ConfigException if neither is known and the number of features allows no square image
     */
    public ImageShape shape() {
        return shape.get();
    }

    /** {@return the number of values of a decoded example} */
    int features() {
        return features;
    }

    /** {@return whether decoded examples are images, not rows of a table} */
    boolean hasPictures() {
        return own.map(data -> data.shape().size() > 1).orElse(true);
    }

    /**
     * Arranges decoded images in rows, to be written.
     *
     * @param columns the number of images per row, at least 1
     * @param images {@code [count, features]}
     * @return the grid, with the names and units of the run's data
     */
    public ImageGrid grid(int columns, INDArray images) {
        return new ImageGrid(shape, columns, images, own);
    }

    /**
     * Decodes latents to E[x|z].
     *
     * @param z {@code [count, latent]}
     * @return {@code [count, features]}
     * @throws ConfigException if the model has a condition
     */
    public INDArray decode(INDArray z) {
        if (condition > 0) {
            throw new ConfigException("found latents alone for a model with a condition, expected a label, 0 to "
                    + (condition - 1) + ": give it by --label");
        }
        return decoded(z);
    }

    /**
     * Decodes latents to E[x|z, label], or to E[x|z] if the model has no condition.
     *
     * @param z {@code [count, latent]}
     * @param label gives the label of a row; not called if the model has no condition
     * @return {@code [count, features]}
     */
    public INDArray decode(INDArray z, IntUnaryOperator label) {
        return condition == 0 ? decoded(z) : decode(z, OneHot.rows(z.rows(), label, condition));
    }

    /**
     * Decodes latents to E[x|z, condition] under any condition, such as a mixture of two labels.
     *
     * @param z {@code [count, latent]}
     * @param conditions {@code [count, condition]}
     * @return {@code [count, features]}
     */
    public INDArray decode(INDArray z, INDArray conditions) {
        return decoded(Nd4j.hstack(z, conditions).dup('f'));
    }

    private INDArray decoded(INDArray z) {
        INDArray images = Nd4j.createUninitialized(DataType.FLOAT, new long[] {z.rows(), features}, 'f');
        for (RowBlocks.Block block : RowBlocks.of(z, BLOCK_ROWS)) {
            images.put(
                    new INDArrayIndex[] {NDArrayIndex.interval(block.from(), block.to()), NDArrayIndex.all()},
                    decoder.apply(block.rows()));
        }
        return images;
    }

    /** {@return the prior p(z), with its learned parameters} */
    public LatentPrior distribution() {
        return latents.prior.get();
    }

    /**
     * Creates a generator with the same decoder that draws latents from a density in place of the prior.
     *
     * @param density the density of the codes
     * @return the new generator; this one is unchanged
     */
    public Generator drawingFrom(CodeDensity density) {
        return new Generator(this, latents.drawingFrom(density));
    }

    private Generator(Generator other, Latents latents) {
        this.latents = latents;
        this.latent = other.latent;
        this.condition = other.condition;
        this.decoder = other.decoder;
        this.features = other.features;
        this.shape = other.shape;
        this.own = other.own;
    }

    /**
     * Draws latents from the prior, or from the density in its place. Row i does not depend on the number of rows.
     *
     * @param count the number of latents, at least 1
     * @param seed the seed of the draws
     * @return {@code [count, latent]}
     */
    public INDArray prior(int count, long seed) {
        if (latents.density.isPresent()) {
            return latents.density.get().sample(count, seed);
        }
        long stream = Streams.derive(seed, "sample");
        LatentPrior prior = distribution();
        if (!prior.isStandard()) {
            return prior.sample(count, stream, DataType.FLOAT);
        }
        double[][] z = new double[count][];
        for (int i = 0; i < count; i++) {
            z[i] = GaussianNoise.draw(Streams.at(stream, i), latent);
        }
        return latents(z);
    }

    /**
     * Adapts the other dimensions to a change of one dimension, as {@link LatentPrior#follow} describes.
     *
     * @param z {@code [count, latent]}
     * @param dimension the dimension that was changed
     * @return {@code [count, latent]}
     */
    public INDArray follow(INDArray z, int dimension) {
        return distribution().follow(z, dimension);
    }

    /**
     * Converts latents to a matrix.
     *
     * @param z the latents, one array per row, at least one
     * @return {@code [rows, latent]}
     */
    public static INDArray latents(double[][] z) {
        return Nd4j.create(z).castTo(DataType.FLOAT).dup('f').reshape('f', z.length, z[0].length);
    }
}
