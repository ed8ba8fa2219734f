package org.vae4j.experiment.watch;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.report.image.ImageSheet;
import org.vae4j.experiment.report.latent.LatentNames;
import org.vae4j.experiment.run.configured.OneHot;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.latent.Space;
import org.vae4j.latent.manifold.PoincareBall;
import org.vae4j.latent.manifold.UnitSphere;
import org.vae4j.model.LatentModel;

/**
 * The model of the last checkpoint of a run, which is read again whenever the run writes another checkpoint. Safe for
 * use by several threads.
 */
final class LiveModel {

    private static final Logger LOG = LoggerFactory.getLogger(LiveModel.class);

    private final Path root;
    /** The time of the checkpoint that was read last; guarded by this object's lock. */
    private FileTime read = FileTime.fromMillis(0);

    private volatile Optional<Loaded> current = Optional.empty();

    LiveModel(Path root) {
        this.root = root;
    }

    /** A model with its facts. It is also the lock of its model, which only one thread may use at a time. */
    private record Loaded(LatentModel model, ImageShape shape, Summary summary) {}

    /**
     * The facts of a model that the page needs.
     *
     * @param latent the number of dimensions of z
     * @param epoch the epoch after which the checkpoint was saved
     * @param condition the number of labels of a conditional model; 0 for any other model
     * @param place the space and the prior of z
     * @param names the names of the dimensions
     * @param version a number that changes with every checkpoint
     */
    record Summary(int latent, int epoch, int condition, Place place, List<String> names, long version) {}

    /**
     * The space and the prior of z.
     *
     * @param edge the radius of the ball or sphere that z lies in; 0 for an unbounded space
     * @param sphere whether z lies on the sphere itself
     * @param normal whether the prior is N(0, I)
     * @param draws whether there is a prior to draw from
     * @param firstLevelAlone whether z has several levels, of which the decoder reads the first one only
     */
    record Place(double edge, boolean sphere, boolean normal, boolean draws, boolean firstLevelAlone) {

        static Place of(LatentModel model) {
            Space space = model.prior().distribution().space();
            boolean standard = model.prior().isStandard();
            boolean sphere = space instanceof UnitSphere;
            double edge = space instanceof PoincareBall ball ? 1 / Math.sqrt(ball.curvature()) : sphere ? 1 : 0;
            boolean normal = standard && model.isVariational() && model.levels().size() < 2;
            return new Place(
                    edge,
                    sphere,
                    normal && edge == 0,
                    model.isVariational() || !standard,
                    model.levels().size() > 1 && !readsAllLevels(model));
        }
    }

    /** The facts of the current model; empty before the run's first checkpoint. */
    Optional<Summary> summary() {
        return current.map(Loaded::summary);
    }

    /** Collects the facts. It uses the model, so it must be called before other threads can use the model. */
    private static Summary summary(LatentModel model, int epoch, long version) {
        return new Summary(model.latent(), epoch, model.condition(), Place.of(model), names(model), version);
    }

    /** Whether a change of the upper levels of z changes the decoded image. */
    private static boolean readsAllLevels(LatentModel model) {
        double[] moved = new double[model.latent()];
        Arrays.fill(moved, model.levels().get(0), moved.length, 1);
        return !Arrays.equals(decoded(model, new double[moved.length], 0), decoded(model, moved, 0));
    }

    private static List<String> names(LatentModel model) {
        LatentNames names = new LatentNames(model.levels());
        return IntStream.range(0, model.latent()).mapToObj(names::symbol).toList();
    }

    /**
     * Reads the newest checkpoint if it was not read yet. A checkpoint that cannot be read is tried again next time.
     */
    synchronized void refresh() {
        try {
            FileTime newest = newest();
            if (newest.equals(read)) {
                return;
            }
            TrainedRun run = TrainedRun.open(root);
            LatentModel model = run.model();
            int features = decoded(model, new double[model.latent()], 0).length;
            current = Optional.of(new Loaded(
                    model,
                    shape(run.config(), features),
                    summary(model, run.progress().epoch(), newest.toMillis())));
            read = newest;
        } catch (IOException | RuntimeException e) {
            LOG.info("cannot read the checkpoint in {} ({})", root, e.toString());
        }
    }

    /** Whether there is a checkpoint, but no model has been read yet. */
    boolean isLoading() {
        try {
            return current.isEmpty() && newest().toMillis() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The time of the newest checkpoint; the epoch of the clock if there is none. */
    private FileTime newest() throws IOException {
        Path folder = root.resolve("checkpoints");
        FileTime newest = FileTime.fromMillis(0);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".zip")).toList()) {
                    FileTime time = Files.getLastModifiedTime(file);
                    newest = time.compareTo(newest) > 0 ? time : newest;
                }
            }
        }
        return newest;
    }

    /**
     * Decodes a latent as a PNG of E[x|z], or of E[x|z, label] for a conditional model.
     *
     * @param z a latent with as many dimensions as {@link Summary#latent} says
     * @param label a label below {@link Summary#condition}; ignored if the model has no condition
     * @return empty if there is no model yet
     */
    Optional<byte[]> decode(double[] z, int label) {
        return current.map(loaded -> {
            float[] pixels;
            synchronized (loaded) {
                pixels = decoded(loaded.model, z, label);
            }
            ImageShape shape = loaded.shape;
            BufferedImage image = ImageSheet.image(shape.channels(), shape.height(), shape.width(), pixels);
            try (ByteArrayOutputStream png = new ByteArrayOutputStream()) {
                ImageIO.write(image, "png", png);
                return png.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Draws a latent from the prior; empty if there is no model yet or if it has no prior. */
    Optional<double[]> draw(long seed) {
        return current.filter(loaded -> loaded.summary.place().draws()).map(loaded -> {
            synchronized (loaded) {
                return loaded.model.prior().sample(1, seed, type(loaded.model)).toDoubleVector();
            }
        });
    }

    private static float[] decoded(LatentModel model, double[] z, int label) {
        INDArray latent = Nd4j.create(z, new long[] {1, z.length}, 'f').castTo(type(model));
        return (model.condition() == 0
                        ? model.decode(latent)
                        : model.decode(latent, OneHot.rows(1, i -> label, model.condition())))
                .toFloatVector();
    }

    private static DataType type(LatentModel model) {
        return model.graph().params().dataType();
    }

    /**
     * The shape of the images: that of the description of a user's data or of the configuration of generated data. All
     * other data sets have square images, grey or coloured; values that form no square are shown as a row.
     */
    private ImageShape shape(ExperimentConfig config, int features) {
        Optional<DataDescription> own = TrainedRun.description(root);
        if (own.isPresent()) {
            return own.get().shape().size() > 1 ? own.get().imageShape() : new ImageShape(1, 1, features);
        }
        DataConfig data = config.data().orElseThrow();
        Optional<ImageShape> known = data.pictures().filter(shape -> shape.size() == features);
        if (known.isPresent()) {
            return known.get();
        }
        int side = (int) Math.round(Math.sqrt(features));
        if (side * side == features) {
            return new ImageShape(1, side, side);
        }
        int coloured = (int) Math.round(Math.sqrt(features / 3.0));
        return 3 * coloured * coloured == features
                ? new ImageShape(3, coloured, coloured)
                : new ImageShape(1, 1, features);
    }
}
