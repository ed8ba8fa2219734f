package org.vae4j.data.iterator;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.data.transform.Dequantisation;

/**
 * Delivers the examples of a set in batches: f-ordered arrays {@code [examples, features]} whose labels are the very
 * same array, as an autoencoder wants them. With {@link Builder#conditions conditions}, the one-hot code of each
 * example's class follows its features: {@code [examples, features + classes]}.
 *
 * <p>The order of an epoch is a pure function of (seed, epoch), and every random change of an example is one of (seed,
 * epoch, example), so {@link #position()} is the whole state. Every example comes exactly once per epoch; the last
 * batch may be short. The next batch is prepared on a thread of its own, which saves time and changes nothing else.
 *
 * <p>For one consumer thread at a time.
 */
public final class ImageBatchIterator implements DataSetIterator {

    private static final long serialVersionUID = 1L;

    private final transient ExampleSet set;
    private final transient BatchSource source;
    private final transient BatchArrays arrays;
    private final transient Optional<Prefetcher<Position>> prefetcher;
    private final transient int batch;
    private final transient int targets;
    private transient Optional<DataSetPreProcessor> preProcessor = Optional.empty();
    private transient Position next = Position.START;

    private ImageBatchIterator(Builder from) {
        this.set = from.set;
        this.batch = from.batch;
        this.source = new BatchSource(
                set,
                new BatchSource.Batches(batch, new EpochOrder(set.size(), from.shuffled, from.shuffleSeed)),
                from.handling,
                from.labels,
                from.partners);
        this.targets = from.labels.targets();
        this.arrays = new BatchArrays(source, from.type, from.reuse);
        this.prefetcher = from.prefetch ? Optional.of(new Prefetcher<>()) : Optional.empty();
    }

    /**
     * Starts an iterator for training: every epoch has an order of its own.
     *
     * @param set the images
     * @param batch examples per batch, at least 1
     * @param seed the seed of the orders
     * @return a builder with prefetching on, new arrays for every batch, grey values, type FLOAT
     */
    public static Builder shuffled(ExampleSet set, int batch, long seed) {
        return new Builder(set, batch, true, seed);
    }

    /**
     * Starts an iterator for evaluation: every epoch has the examples in their own order.
     *
     * @param set the images
     * @param batch examples per batch, at least 1
     * @return a builder with the same defaults as {@link #shuffled}
     */
    public static Builder sequential(ExampleSet set, int batch) {
        return new Builder(set, batch, false, 0);
    }

    @Override
    public boolean hasNext() {
        return next.batch() < source.batches();
    }

    @Override
    public DataSet next() {
        if (!hasNext()) {
            throw new NoSuchElementException("epoch " + next.epoch() + " of " + set.name() + " has no batch after its "
                    + source.batches() + ": call reset() to start the next epoch");
        }
        Position wanted = next;
        // The batch that was prepared ahead is another one if restore() or an early reset() came between.
        Optional<Position> ready = prefetcher.flatMap(Prefetcher::take);
        if (ready.isEmpty() || !ready.get().equals(wanted)) {
            arrays.prepare(wanted);
        }
        INDArray features = arrays.deliver(wanted);
        INDArray labels = targets == 0 ? features : Labels.oneHot(source, wanted.batch(), targets);
        next = new Position(wanted.epoch(), wanted.batch() + 1);
        // After the last batch of an epoch, a reset normally follows.
        Position ahead = hasNext() ? next : new Position(wanted.epoch() + 1, 0);
        prefetcher.ifPresent(p -> p.start(() -> {
            arrays.prepare(ahead);
            return ahead;
        }));
        DataSet data = new DataSet(features, labels);
        preProcessor.ifPresent(p -> p.preProcess(data));
        return data;
    }

    /** Starts the next epoch if any batch of this one was taken; else does nothing. */
    @Override
    public void reset() {
        if (next.batch() > 0) {
            next = new Position(next.epoch() + 1, 0);
        }
    }

    /**
     * The place of the iterator.
     *
     * @return the position of the batch that {@link #next()} would return
     */
    public Position position() {
        return next;
    }

    /**
     * Moves the iterator.
     *
     * @param position the {@link #position()} of an iterator with the same settings
     * @throws IllegalArgumentException if an epoch has no such batch
     */
    public void restore(Position position) {
        if (position.batch() > source.batches()) {
            throw new IllegalArgumentException(
                    "position is batch " + position.batch() + ", but an epoch of " + set.name()
                            + " has " + source.batches() + " of " + batch
                            + ": restore it with the batch size and limit that it was saved with");
        }
        next = position;
    }

    /**
     * The number of batches per epoch, a short last one included.
     *
     * @return at least 1
     */
    public int batchesPerEpoch() {
        return source.batches();
    }

    /**
     * The number of examples per epoch; with pairs, twice the number of examples in the set.
     *
     * @return at least 1
     */
    public long examples() {
        return source.total();
    }

    /**
     * The set that the batches are made of.
     *
     * @return the set, binarised where that is done once for all
     */
    public ExampleSet images() {
        return set;
    }

    @Override
    public DataSet next(int num) {
        if (num != batch) {
            throw new UnsupportedOperationException("asked for a batch of " + num + ", expected " + batch
                    + ": build the iterator with the batch size wanted");
        }
        return next();
    }

    @Override
    public int inputColumns() {
        return source.columns();
    }

    /** {@return the number of classes where they are the labels; else the features are the labels} */
    @Override
    public int totalOutcomes() {
        return targets == 0 ? source.columns() : targets;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    /** {@return false: it prefetches itself, and reused arrays would be overwritten in a queue} */
    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor processor) {
        preProcessor = Optional.ofNullable(processor);
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return preProcessor.orElse(null);
    }

    /** {@return the classes' numbers, where they are the labels; images have no names} */
    @Override
    public List<String> getLabels() {
        return IntStream.range(0, targets).mapToObj(String::valueOf).toList();
    }

    /**
     * Refuses serialisation: a position is all that needs keeping.
     *
     * @param out not used
     * @throws NotSerializableException always
     */
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("save position() instead of the iterator");
    }

    /** Options of an {@link ImageBatchIterator}. */
    public static final class Builder {

        private final ExampleSet set;
        private final int batch;
        private final boolean shuffled;
        private final long shuffleSeed;
        private Handling handling = Handling.NONE;
        private DataType type = DataType.FLOAT;
        private boolean reuse;
        private boolean prefetch = true;
        private Labels labels = Labels.NONE;
        private Optional<Partners> partners = Optional.empty();

        private Builder(ExampleSet set, int batch, boolean shuffled, long shuffleSeed) {
            this.set = Objects.requireNonNull(set, "set");
            if (batch < 1) {
                throw new IllegalArgumentException(
                        "batch size is " + batch + ", expected at least 1: set training.batch to 128, for example");
            }
            this.batch = batch;
            this.shuffled = shuffled;
            this.shuffleSeed = shuffleSeed;
        }

        /**
         * Binarises the images.
         *
         * @param kind {@link Binarisation.Dynamic} draws anew in every epoch; the others are applied once, now
         * @return this
         */
        public Builder binarisation(Binarisation kind) {
            handling = handling.with(Objects.requireNonNull(kind, "kind"));
            return this;
        }

        /**
         * Sets all changes that an example undergoes each time it is used.
         *
         * @param what binarisation, dequantisation and augmentation
         * @return this
         */
        public Builder handling(Handling what) {
            handling = Objects.requireNonNull(what, "what");
            return this;
        }

        /**
         * Delivers the classes as the labels of each batch, in one-hot code, as DL4J's own classifiers want them;
         * without this the features are the labels.
         *
         * @param count number of classes, at least 1; every label lies below it. 0: the features are the labels
         * @return this
         * @throws IllegalArgumentException when the set has no labels, or a label that is no class
         */
        public Builder classesAsLabels(int count) {
            labels = labels.withTargets(count, set);
            return this;
        }

        /**
         * Delivers the label of each example as a condition, behind its features: 1 in the column of its class, 0 in
         * the others.
         *
         * @param count number of classes, at least 1; every label lies below it. 0: no conditions
         * @return this
         * @throws IllegalArgumentException when the set has no labels, or a label that is no class
         */
        public Builder conditions(int count) {
            labels = labels.withConditions(count, set);
            return this;
        }

        /**
         * Makes a pair of each example: first, second, first, second, …, so that an epoch has twice the examples.
         *
         * @param second draws the second examples
         * @return this
         */
        public Builder pairs(Partners second) {
            partners = Optional.of(second);
            return this;
        }

        /**
         * Partners are drawn from their factors, so changes that were made to the set's images would not reach them.
         */
        private void requirePairs() {
            if (batch % 2 != 0) {
                throw new IllegalArgumentException("training.batchSize: found " + batch
                        + " with data.pairs, expected an even number: a batch is of pairs");
            }
            boolean changed = !(handling.binarisation() instanceof Binarisation.None
                            || handling.binarisation() instanceof Binarisation.Dynamic)
                    || handling.dequantisation() != Dequantisation.NONE
                    || !handling.augmentation().changesNothing();
            if (changed || labels.isAny() || !(set instanceof ImageSet)) {
                throw new IllegalArgumentException("data.pairs: found " + set.name() + " with labels, augmentation,"
                        + " dequantisation or a binarisation once for all, expected the generated images as they are,"
                        + " or data.binarisation=dynamic");
            }
        }

        /**
         * Chooses the numbers' type.
         *
         * @param dataType FLOAT or, for gradient checks, DOUBLE
         * @return this
         */
        public Builder dataType(DataType dataType) {
            if (dataType != DataType.FLOAT && dataType != DataType.DOUBLE) {
                throw new IllegalArgumentException(
                        "data type is " + dataType + ", expected FLOAT or DOUBLE: train in one of these");
            }
            type = dataType;
            return this;
        }

        /**
         * Sets whether batches share memory. That saves allocations, but an array is valid only until the second call
         * of {@code next()} after it.
         *
         * @param on true for a training loop that keeps no batch
         * @return this
         */
        public Builder reuseArrays(boolean on) {
            reuse = on;
            return this;
        }

        /**
         * Sets whether the next batch is prepared while the current one is used. The numbers are the same.
         *
         * @param on false to do everything on the caller's thread
         * @return this
         */
        public Builder prefetch(boolean on) {
            prefetch = on;
            return this;
        }

        /**
         * Builds the iterator.
         *
         * @return an iterator at {@link Position#START}
         */
        public ImageBatchIterator build() {
            if (partners.isPresent()) {
                requirePairs();
            }
            return new ImageBatchIterator(applied());
        }

        private Builder applied() {
            Builder copy = new Builder(handling.binarisation().apply(set), batch, shuffled, shuffleSeed);
            copy.handling = handling;
            copy.type = type;
            copy.reuse = reuse;
            copy.prefetch = prefetch;
            copy.labels = labels;
            copy.partners = partners;
            return copy;
        }
    }
}
