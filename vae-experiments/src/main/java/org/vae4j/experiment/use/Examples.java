package org.vae4j.experiment.use;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.Split;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.model.LatentModel;
import org.vae4j.model.Posterior;

/** Images of a data set as a model sees them. */
public final class Examples {

    private static final int BATCH = 1000;

    private Examples() {}

    /** A part of a data set. */
    public enum Part {
        /** What the model learned from. */
        TRAIN,
        /** What choices were made on. */
        VALID,
        /** What results are reported on. */
        TEST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A part of the data.
     *
     * @param split all of it
     * @param part the part of the data
     * @return its images
     * @throws ConfigException when the data has no such part
     */
    public static ExampleSet of(Split split, Part part) {
        return switch (part) {
            case TRAIN -> split.train();
            case VALID ->
                split.valid()
                        .orElseThrow(() -> new ConfigException("found no validation images in this run's data, expected"
                                + " --part train or --part test"));
            case TEST -> split.test();
        };
    }

    /**
     * Some images of a part.
     *
     * @param part the images
     * @param from the first, at least 0
     * @param count how many
     * @return as many as asked for
     * @throws ConfigException when there are fewer
     */
    public static ExampleSet some(ExampleSet part, int from, int count) {
        if (from < 0 || count < 1 || (long) from + count > part.size()) {
            throw new ConfigException("found a wish for " + count + " images from " + from
                    + " on, expected at least 1 of the " + part.size() + " in " + part.name());
        }
        return part.range(from, from + count);
    }

    /**
     * The images, a thousand at a time, as features in [0, 1].
     *
     * @param images the images
     * @return blocks {@code [rows, features]} that stay valid
     */
    public static Iterator<INDArray> blocks(ExampleSet images) {
        return blocks(images, 0, x -> x);
    }

    /**
     * The images, a thousand at a time, with so many classes behind their features, and what a function makes of them.
     */
    static Iterator<INDArray> blocks(ExampleSet images, int classes, UnaryOperator<INDArray> function) {
        ImageBatchIterator batches =
                ImageBatchIterator.sequential(images, BATCH).conditions(classes).build();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public INDArray next() {
                return function.apply(batches.next().getFeatures());
            }
        };
    }

    /**
     * All images at once.
     *
     * @param images few enough for memory
     * @return {@code [count, features]}
     */
    public static INDArray features(ExampleSet images) {
        return joined(blocks(images));
    }

    /**
     * All images at once, as a model reads them: with their labels behind them where it has a condition.
     *
     * @param model the model
     * @param images few enough for memory
     * @return {@code [count, features + classes]}
     */
    public static INDArray inputs(LatentModel model, ExampleSet images) {
        return joined(blocks(images, model.condition(), x -> x));
    }

    static INDArray joined(Iterator<INDArray> blocks) {
        List<INDArray> all = new ArrayList<>();
        blocks.forEachRemaining(all::add);
        return all.size() == 1
                ? all.get(0)
                : Nd4j.vstack(all.toArray(INDArray[]::new)).dup('f');
    }

    /**
     * The posteriors of images: index, label (-1 where there are none), means and log-variances; of codes and of
     * posteriors that are no diagonal Gaussians the locations, as {@code mean0} and so on, alone. Of several stochastic
     * layers, the one next to the data comes first, as {@code z1Mean0} and so on.
     *
     * @param model encodes
     * @param images what
     * @param first index of the first image in its part
     * @param progress is told the fraction that is done
     * @return one row per image, columns index, label, mean0, …, logVar0, …
     */
    public static Numbers encode(LatentModel model, ExampleSet images, int first, DoubleConsumer progress) {
        AtomicInteger done = new AtomicInteger();
        INDArray posteriors = joined(blocks(images, model.condition(), x -> {
            progress.accept((double) done.getAndAdd(x.rows()) / images.size());
            if (!model.hasGaussianPosteriors()) {
                return model.location(x);
            }
            Posterior q = model.encode(x);
            return Nd4j.hstack(q.mean(), q.logVar());
        }));
        INDArray heads = Nd4j.create(posteriors.dataType(), images.size(), 2);
        for (int i = 0; i < images.size(); i++) {
            heads.putScalar(i, 0, first + i);
            heads.putScalar(i, 1, images.hasLabels() ? images.label(i) : -1);
        }
        List<String> names = new ArrayList<>(List.of("index", "label"));
        names.addAll(means(model.levels()));
        if (posteriors.size(1) > model.latent()) {
            names.addAll(Numbers.names("logVar", model.latent()));
        }
        return new Numbers(names, Nd4j.hstack(heads, posteriors));
    }

    private static List<String> means(List<Integer> levels) {
        if (levels.size() == 1) {
            return Numbers.names("mean", levels.get(0));
        }
        List<String> names = new ArrayList<>();
        for (int l = 1; l <= levels.size(); l++) {
            names.addAll(Numbers.names("z" + l + "Mean", levels.get(l - 1)));
        }
        return names;
    }
}
