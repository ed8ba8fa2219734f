package org.vae4j.data.source.known;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.array.IdxArrays;
import org.vae4j.data.source.array.NumberArray;

/** A published data set of four IDX files, whose layout a {@link Reading} describes. */
class IdxSet extends KnownSet {

    private final Reading reading;

    /**
     * Makes a data set.
     *
     * @param about its description; its files are training images, training labels, test images, test labels
     * @param reading the layout of the files
     */
    IdxSet(About about, Reading reading) {
        super(about);
        this.reading = reading;
    }

    /** The order of an image's pixels in a file. */
    enum Orientation {
        /** Row by row. */
        UPRIGHT,
        /** Column by column. */
        TRANSPOSED
    }

    /**
     * The layout of the files.
     *
     * @param train number of training examples; 0 for any number
     * @param test number of test examples; 0 for any number
     * @param orientation the order of an image's pixels
     * @param firstLabel the label of the first class in the files
     * @param columns names of the numbers that follow the class of an example, which become factors; empty where the
     *     class stands alone
     */
    record Reading(int train, int test, Orientation orientation, int firstLabel, List<String> columns) {
        Reading {
            columns = List.copyOf(columns);
        }

        /** The layout of MNIST's files. */
        static Reading asMnist(int train, int test) {
            return new Reading(train, test, Orientation.UPRIGHT, 0, List.of());
        }
    }

    @Override
    public Split load(DataFolders folders) {
        ImageSet train = part("train", 0, reading.train(), folders);
        ImageSet test = part("test", 2, reading.test(), folders);
        return new Split(train, Optional.empty(), test);
    }

    /** Reads one of the files. */
    NumberArray array(DataFolders folders, PublishedFile file) {
        Path path = find(folders, file);
        return file.read(path, in -> IdxArrays.read(in, path.toString()));
    }

    @Override
    public void verify(Path path, String file) {
        file(file).read(path, in -> IdxArrays.read(in, path.toString()));
    }

    /** The four files of the two parts. */
    List<PublishedFile> parts() {
        return about().files();
    }

    /** Reads the images at index {@code first} of the files and the labels at the next index. */
    private ImageSet part(String part, int first, int expected, DataFolders folders) {
        String images = parts().get(first).plainName();
        NumberArray pixels = array(folders, parts().get(first));
        NumberArray labels = array(folders, parts().get(first + 1));
        int n = pixels.sizes().get(0);
        boolean isExpectedCount = expected == 0 || n == expected;
        if (pixels.sizes().size() != 3 || !pixels.hasBytes() || !isExpectedCount) {
            throw new CorruptDataException(images + " of data set " + name() + ": found an array of sizes "
                    + pixels.sizes() + ", expected " + (expected == 0 ? "n" : expected)
                    + " images of unsigned bytes: copy the right file");
        }
        int width = reading.columns().size() + 1;
        if (labels.sizes().get(0) != n || labels.length() < (long) n * width) {
            throw new CorruptDataException(parts().get(first + 1).plainName() + " of data set " + name()
                    + ": found labels of sizes " + labels.sizes() + ", expected " + n + " as there are images in "
                    + images
                    + ": copy both files again");
        }
        NumberArray upright = reading.orientation() == Orientation.UPRIGHT ? pixels : pixels.permuted(List.of(0, 2, 1));
        ImageShape shape =
                new ImageShape(1, upright.sizes().get(1), upright.sizes().get(2));
        return annotated(ImageSet.builder(name() + "/" + part, shape, upright.bytes()), labels, n);
    }

    /** Adds classes and factors from the labels, {@code [n]} or {@code [n, columns]}. */
    private ImageSet annotated(ImageSet.Builder images, NumberArray labels, int n) {
        int columns = (int) (labels.length() / n);
        int[] classes = new int[n];
        int extra = reading.columns().size();
        float[] factors = new float[n * extra];
        for (int i = 0; i < n; i++) {
            classes[i] = Math.round(labels.value((long) i * columns)) - reading.firstLabel();
            if (classes[i] < 0) {
                throw new CorruptDataException("labels of data set " + name() + ": found the label "
                        + (classes[i] + reading.firstLabel()) + " of example " + i + ", expected at least "
                        + reading.firstLabel() + ": copy the right file");
            }
            for (int f = 0; f < extra; f++) {
                factors[i * extra + f] = labels.value((long) i * columns + 1 + f);
            }
        }
        List<Factor> names = new ArrayList<>();
        reading.columns().forEach(column -> names.add(new Factor(column, "1", 0)));
        return images.labels(classes).factors(names, factors).build();
    }
}
