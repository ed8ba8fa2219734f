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
 * The model of a run as its last checkpoint has it, read again whenever the run writes another. Safe for many threads.
 */
final class LiveModel {

    private static final Logger LOG = LoggerFactory.getLogger(LiveModel.class);

    private final Path root;
    private FileTime seen = FileTime.fromMillis(0);
    private volatile Optional<Loaded> current = Optional.empty();

    LiveModel(Path root) {
        this.root = root;
    }

    /** A model that was read; its own lock, because a model serves one thread at a time. */
    private record Loaded(LatentModel model, ImageShape shape, Summary summary) {}

    /**
     * What there is to decode with.
     *
     * @param latent dimensions of z
     * @param epoch after which it was saved
     * @param condition labels that a conditional model can be told; 0 for others
     * @param place where z lies and comes from
     * @param names of the dimensions
     * @param version changes with every checkpoint
     */
    record Summary(int latent, int epoch, int condition, Place place, List<String> names, long version) {}

    /**
     * Where z lies and comes from.
     *
     * @param edge the radius of the ball or of the sphere that it lies in; 0 where it lies anywhere
     * @param sphere whether it lies on the sphere alone
     * @param normal whether its prior is N(0, I), dimension by dimension
     * @param draws whether it has a prior to be drawn from
     * @param firstLevelAlone whether it has several levels, of which the decoder reads the first alone
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

    /** Nothing before the run's first checkpoint. */
    Optional<Summary> summary() {
        return current.map(Loaded::summary);
    }

    /** Asks the model itself, and so before other threads have it. */
    private static Summary summary(LatentModel model, int epoch, long version) {
        return new Summary(model.latent(), epoch, model.condition(), Place.of(model), names(model), version);
    }

    /** Whether a latent that differs in the upper levels alone is decoded differently. */
    private static boolean readsAllLevels(LatentModel model) {
        double[] moved = new double[model.latent()];
        Arrays.fill(moved, model.levels().get(0), moved.length, 1);
        return !Arrays.equals(decoded(model, new double[moved.length], 0), decoded(model, moved, 0));
    }

    private static List<String> names(LatentModel model) {
        LatentNames names = new LatentNames(model.levels());
        return IntStream.range(0, model.latent()).mapToObj(names::symbol).toList();
    }

    /** Reads the checkpoint, if there is one that was not read yet. */
    synchronized void refresh() {
        try {
            FileTime newest = newest();
            if (newest.equals(seen)) {
                return;
            }
            TrainedRun run = TrainedRun.open(root);
            LatentModel model = run.model();
            int features = decoded(model, new double[model.latent()], 0).length;
            current = Optional.of(new Loaded(
                    model,
                    shape(run.config(), features),
                    summary(model, run.progress().epoch(), newest.toMillis())));
            seen = newest;
        } catch (IOException | RuntimeException e) {
            // The next look may find it whole.
            LOG.info("cannot read the checkpoint in {} ({})", root, e.toString());
        }
    }

    /** Whether there is a checkpoint while no model is read yet. */
    boolean isLoading() {
        try {
            return current.isEmpty() && newest().toMillis() > 0;
        } catch (IOException e) {
            return false;
        }
    }

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
     * E[x|z], for a conditional model E[x|z, label], as a PNG, one pixel a pixel; nothing when there is no
     * model yet. The length of z is the caller's care.
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

    /** A latent drawn from the prior; nothing when there is no model yet, or it has no prior. */
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

    /** Data of the user's own and the generated data say their shape; all other sets are of square images. */
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
