package org.vae4j.data.iterator;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.datasets.iterator.impl.MnistDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.vae4j.data.DataException;
import org.vae4j.data.MissingDataException;

/**
 * DL4J's own {@link MnistDataSetIterator} on local files, with one-hot digits as labels, for classifiers and for
 * comparison.
 *
 * <p>It checks that the files exist, so that DL4J never starts a download. Grey values are v / 255 in c-order. For
 * training autoencoders use {@link ImageBatchIterator}, which is faster and can be restored.
 */
public final class Dl4jMnistIterator implements DataSetIterator {

    private static final long serialVersionUID = 1L;

    private final transient Opened opened;
    private final transient MnistDataSetIterator delegate;

    /** The parts of MNIST. */
    public enum Part {
        /** 60,000 examples. */
        TRAIN("train", 60_000),
        /** 10,000 examples. */
        TEST("t10k", 10_000);

        private final String prefix;
        private final int size;

        Part(String prefix, int size) {
            this.prefix = prefix;
            this.size = size;
        }

        /**
         * The number of examples that DL4J assumes.
         *
         * @return 60,000 or 10,000
         */
        public int size() {
            return size;
        }
    }

    /**
     * Opens a part in the order of its files.
     *
     * @param folder the folder of MNIST's uncompressed files, or of another data set's files of the same names and
     *     sizes
     * @param part training or test
     * @param batch examples per batch, at least 1
     * @param examples examples per epoch, at least 1
     * @throws MissingDataException if a file is not there
     * @throws IllegalArgumentException if a number is out of range
     */
    public Dl4jMnistIterator(Path folder, Part part, int batch, int examples) {
        this(new Opened(folder, part, batch, examples), Order.OF_FILES);
    }

    private Dl4jMnistIterator(Opened opened, Order order) {
        this.opened = opened;
        this.delegate = opened.iterator(order);
    }

    /**
     * Opens the same part anew, with DL4J's shuffle, which permutes the order of the epoch before.
     *
     * @param seed the seed of the shuffle
     * @return the new iterator; this one is unchanged
     */
    public Dl4jMnistIterator shuffled(long seed) {
        return new Dl4jMnistIterator(opened, Order.shuffledBy(seed));
    }

    /** The order of the examples. */
    private record Order(boolean shuffled, long seed) {

        static final Order OF_FILES = new Order(false, 0);

        static Order shuffledBy(long seed) {
            return new Order(true, seed);
        }
    }

    /** A part of a data set, whose files are there, in batches. */
    private record Opened(Path folder, Part part, int batch, int examples) {

        Opened {
            for (String kind : List.of("-images-idx3-ubyte", "-labels-idx1-ubyte")) {
                Path file = folder.resolve(part.prefix + kind);
                if (!Files.isRegularFile(file)) {
                    throw new MissingDataException(
                            file + " is not there, expected an uncompressed IDX file: unpack it there");
                }
            }
            if (batch < 1 || examples < 1 || examples > part.size) {
                throw new IllegalArgumentException("asked for batches of " + batch + " and " + examples
                        + " examples, expected a batch of at least 1 and 1 to " + part.size
                        + " examples: correct them");
            }
        }

        MnistDataSetIterator iterator(Order order) {
            boolean binarised = false;
            boolean train = part == Part.TRAIN;
            try {
                return new MnistDataSetIterator(
                        batch, examples, binarised, train, order.shuffled, order.seed, folder.toFile());
            } catch (IOException e) {
                throw new DataException(
                        folder + " cannot be read (" + e.getMessage() + "), expected readable files: check permissions",
                        e);
            }
        }
    }

    @Override
    public boolean hasNext() {
        return delegate.hasNext();
    }

    @Override
    public DataSet next() {
        return delegate.next();
    }

    @Override
    public void reset() {
        delegate.reset();
    }

    @Override
    public DataSet next(int num) {
        if (num != batch()) {
            throw new UnsupportedOperationException("asked for a batch of " + num + ", expected " + batch()
                    + ": build the iterator with the batch size wanted");
        }
        return next();
    }

    @Override
    public int inputColumns() {
        return delegate.inputColumns();
    }

    @Override
    public int totalOutcomes() {
        return delegate.totalOutcomes();
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return true;
    }

    @Override
    public int batch() {
        return delegate.batch();
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        delegate.setPreProcessor(preProcessor);
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return delegate.getPreProcessor();
    }

    /**
     * Refuses serialisation.
     *
     * @param out not used
     * @throws NotSerializableException always
     */
    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("open another iterator instead of copying this one");
    }

    /** {@return the names of the digits} */
    @Override
    public List<String> getLabels() {
        return List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }
}
