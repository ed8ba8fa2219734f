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

/** What turns latents into images: the decoder of a run, or a decoder file alone. */
public final class Generator {

    /** Latents at once, so that memory does not grow with their number. */
    private static final int BLOCK = 1000;

    private final Latents latents;
    private final int latent;
    private final int condition;
    /** Decodes rows of [z | condition]. */
    private final UnaryOperator<INDArray> decoder;

    private final int features;
    private final Supplier<ImageShape> shape;
    private final Optional<DataDescription> own;

    /** What is told beside z, and how both are decoded. */
    private record Conditional(int condition, BinaryOperator<INDArray> decoder) {}

    /** What z is, what it is drawn from, and how it is decoded where nothing is told beside it. */
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
        // Asked for by pictures alone: numbers need no shape.
        this.own = own;
        this.shape = () -> known.or(() -> own.map(DataDescription::imageShape)).orElseGet(() -> square(features));
        known.filter(given -> given.size() != features).ifPresent(given -> {
            throw new ConfigException("found images of " + given + ", expected " + features + " values as the decoder"
                    + " makes: correct --shape");
        });
    }

    /**
     * Opens a decoder.
     *
     * @param source a run directory, or a file such as its decoder.zip
     * @param shape of the images; absent: as the run's data says, else square
     * @return ready to decode
     * @throws IOException when the file cannot be read
     * @throws ConfigException when it is neither, or the shape does not fit
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
            requireNumbers(decoder.graph().params(), source);
            return new Generator(
                    new Latents(decoder.latent(), decoder::prior, decoder::decode),
                    new Conditional(decoder.condition(), decoder::decode),
                    shape,
                    Optional.empty());
        } catch (ConfigException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // A file may describe any network: one with a cycle, without outputs, whose layers don't fit each other.
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

    /** A file that was damaged, or of a training that diverged, would make images of nothing. */
    private static void requireNumbers(INDArray parameters, Path source) {
        if (!Double.isFinite(parameters.ameanNumber().doubleValue())) {
            throw new ConfigException("found weights that are no numbers (NaN or infinite) in " + source
                    + ", expected finite ones: take another checkpoint or run");
        }
    }

    /**
     * The decoder of a run.
     *
     * @param run opened
     * @param shape of the images; absent: as the run's data says, else square
     * @return ready to decode
     */
    public static Generator of(TrainedRun run, Optional<ImageShape> shape) {
        requireNumbers(run.model().graph().params(), run.root());
        return new Generator(
                new Latents(run.model().latent(), run.model()::prior, run.model()::decode),
                new Conditional(run.model().condition(), run.model()::decode),
                shape.or(() -> run.config().data().flatMap(Generator::generated)),
                TrainedRun.description(run.root()));
    }

    /** The shape of generated images stands in their configuration. */
    private static Optional<ImageShape> generated(DataConfig data) {
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

    private static INDArray columns(INDArray both, int from, int to) {
        return both.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to))
                .dup('f')
                .reshape('f', both.rows(), to - from);
    }

    /** {@return latent dimensions} */
    public int latent() {
        return latent;
    }

    /** {@return how many labels the decoder knows; 0 for a model without a condition} */
    public int condition() {
        return condition;
    }

    /**
     * The shape of the images.
     *
     * @return as given, as the run's data says, or square
     * @throws ConfigException when nobody says it and the images are not square
     */
    public ImageShape shape() {
        return shape.get();
    }

    /** {@return how many values it makes of one latent} */
    int features() {
        return features;
    }

    /** {@return whether what it makes are images, and not rows of a table} */
    boolean hasPictures() {
        return own.map(data -> data.shape().size() > 1).orElse(true);
    }

    /**
     * What it makes, in rows, to be written.
     *
     * @param columns images per row of a sheet
     * @param images {@code [count, features]}
     * @return with the names and units of the run's data
     */
    public ImageGrid grid(int columns, INDArray images) {
        return new ImageGrid(shape, columns, images, own);
    }

    /**
     * E[x|z].
     *
     * @param z {@code [count, latent]}
     * @return {@code [count, features]}
     * @throws ConfigException when the model has a condition
     */
    public INDArray decode(INDArray z) {
        if (condition > 0) {
            throw new ConfigException("found latents alone for a model with a condition, expected a label, 0 to "
                    + (condition - 1) + ": give it by --label");
        }
        return decoded(z);
    }

    /**
     * E[x|z, label].
     *
     * @param z {@code [count, latent]}
     * @param label of each row; not asked where the model has no condition
     * @return {@code [count, features]}
     */
    public INDArray decode(INDArray z, IntUnaryOperator label) {
        return condition == 0 ? decoded(z) : decode(z, OneHot.rows(z.rows(), label, condition));
    }

    /**
     * E[x|z] under any condition, such as one between two labels.
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
        for (RowBlocks.Block block : RowBlocks.of(z, BLOCK)) {
            images.put(
                    new INDArrayIndex[] {NDArrayIndex.interval(block.from(), block.to()), NDArrayIndex.all()},
                    decoder.apply(block.rows()));
        }
        return images;
    }

    /** {@return p(z), with what was learned of it} */
    public LatentPrior distribution() {
        return latents.prior.get();
    }

    /**
     * The same decoder of codes that are drawn from a density in place of the prior.
     *
     * @param density of the codes
     * @return ready to decode
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
     * Draws from the prior, or from the density that stands in its place. The i-th is the same however many are drawn.
     *
     * @param count how many
     * @param seed of the draw
     * @return {@code [count, latent]}
     */
    public INDArray prior(int count, long seed) {
        if (latents.density.isPresent()) {
            return latents.density.get().sample(count, seed);
        }
        long stream = Streams.derive(seed, "sample");
        LatentPrior distribution = latents.prior.get();
        if (!distribution.isStandard()) {
            return distribution.sample(count, stream, DataType.FLOAT);
        }
        double[][] z = new double[count][];
        for (int i = 0; i < count; i++) {
            z[i] = GaussianNoise.draw(Streams.at(stream, i), latent);
        }
        return latents(z);
    }

    /**
     * What follows from a change of one dimension: see {@link LatentPrior#follow}.
     *
     * @param z {@code [count, latent]}
     * @param dimension the one that was changed
     * @return {@code [count, latent]}
     */
    public INDArray follow(INDArray z, int dimension) {
        return distribution().follow(z, dimension);
    }

    /**
     * Latents as a matrix.
     *
     * @param z one row each
     * @return {@code [rows, latent]}
     */
    public static INDArray latents(double[][] z) {
        return Nd4j.create(z).castTo(DataType.FLOAT).dup('f').reshape('f', z.length, z[0].length);
    }
}
