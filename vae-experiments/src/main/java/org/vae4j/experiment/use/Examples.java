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

/** Reads examples of a data set as the inputs of a model, and encodes them. */
public final class Examples {

    /** The number of examples of a block. */
    private static final int BLOCK_ROWS = 1000;

    private static final float NO_LABEL = -1;

    private Examples() {}

    /** A part of a data set. */
    public enum Part {
        /** The examples that the model was trained on. */
        TRAIN,
        /** The examples on which choices were made, such as the best epoch. */
        VALID,
        /** The examples on which results are reported. */
        TEST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Selects a part of the data.
     *
     * @param split the parts of the data
     * @param part the part to select
     * @return the examples of this part
     * @throws ConfigException if the data has no such part
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
     * Selects a range of examples.
     *
     * @param part the examples of a part
     * @param from the index of the first example, at least 0
     * @param count the number of examples, at least 1
     * @return the selected examples
     * @throws ConfigException if the part has no such range
     */
    public static ExampleSet some(ExampleSet part, int from, int count) {
        if (from < 0 || count < 1 || (long) from + count > part.size()) {
            throw new ConfigException("found a wish for " + count + " images from " + from
                    + " on, expected at least 1 of the " + part.size() + " in " + part.name());
        }
        return part.range(from, from + count);
    }

    /**
     * Reads examples in blocks of a thousand.
     *
     * @param images the examples
     * @return blocks {@code [rows, features]} of features in [0, 1], which stay valid after the next block is read
     */
    public static Iterator<INDArray> blocks(ExampleSet images) {
        return blocks(images, 0, UnaryOperator.identity());
    }

    /**
     * Reads examples in blocks of a thousand and applies a function to each block.
     *
     * @param images the examples
     * @param classes the number of classes of a condition, whose one-hot code is put behind the features; 0 for none
     * @param function the function of a block {@code [rows, features + classes]}
     */
    static Iterator<INDArray> blocks(ExampleSet images, int classes, UnaryOperator<INDArray> function) {
        ImageBatchIterator batches = ImageBatchIterator.sequential(images, BLOCK_ROWS)
                .conditions(classes)
                .build();
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
     * Reads all examples into one array.
     *
     * @param images the examples, few enough for memory
     * @return {@code [count, features]}
     */
    public static INDArray features(ExampleSet images) {
        return joined(blocks(images));
    }

    /**
     * Reads all examples into one array as inputs of a model: for a model with a condition, the one-hot codes of their
     * labels stand behind the features.
     *
     * @param model the model
     * @param images the examples, few enough for memory
     * @return {@code [count, features + classes]}
     */
    public static INDArray inputs(LatentModel model, ExampleSet images) {
        return joined(blocks(images, model.condition(), UnaryOperator.identity()));
    }

    /** Stacks blocks of rows. */
    static INDArray joined(Iterator<INDArray> blocks) {
        List<INDArray> all = new ArrayList<>();
        blocks.forEachRemaining(all::add);
        return all.size() == 1
                ? all.get(0)
                : Nd4j.vstack(all.toArray(INDArray[]::new)).dup('f');
    }

    /**
     * Encodes examples. The columns of the result are {@code index}, {@code label} (−1 for data without labels), the
     * posterior means {@code mean0}, {@code mean1} and so on, and the log-variances {@code logVar0} and so on. For an
     * autoencoder, and for posteriors other than diagonal Gaussians, the columns {@code mean} hold the codes or
     * locations and there are no log-variances. For several stochastic layers the columns are {@code z1Mean0} and so
     * on, where layer 1 is next to the data.
     *
     * @param model the model
     * @param images the examples
     * @param first the index of the first example in its part
     * @param progress is told the share of the examples that is done
     * @return one row per example
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
        INDArray indexAndLabel = Nd4j.create(posteriors.dataType(), images.size(), 2);
        for (int i = 0; i < images.size(); i++) {
            indexAndLabel.putScalar(i, 0, first + i);
            indexAndLabel.putScalar(i, 1, images.hasLabels() ? images.label(i) : NO_LABEL);
        }
        List<String> names = new ArrayList<>(List.of("index", "label"));
        names.addAll(meanNames(model.levels()));
        if (posteriors.size(1) > model.latent()) {
            names.addAll(Numbers.names("logVar", model.latent()));
        }
        return new Numbers(names, Nd4j.hstack(indexAndLabel, posteriors));
    }

    private static List<String> meanNames(List<Integer> levels) {
        if (levels.size() == 1) {
            return Numbers.names("mean", levels.get(0));
        }
        List<String> names = new ArrayList<>();
        for (int level = 1; level <= levels.size(); level++) {
            names.addAll(Numbers.names("z" + level + "Mean", levels.get(level - 1)));
        }
        return names;
    }
}
