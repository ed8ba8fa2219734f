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

/** A data set of four IDX files, read as its {@link Reading} says. */
class IdxSet extends KnownSet {

    private final Reading reading;

    /**
     * A data set.
     *
     * @param about it; its files are training images, training labels, test images, test labels
     * @param reading how the files are to be understood
     */
    IdxSet(About about, Reading reading) {
        super(about);
        this.reading = reading;
    }

    /** How the pictures lie in a file. */
    enum Orientation {
        /** The pixels stand row by row. */
        UPRIGHT,
        /** The pixels stand column by column. */
        TRANSPOSED
    }

    /**
     * How files are to be understood.
     *
     * @param train number of training examples; 0: any
     * @param test number of test examples; 0: any
     * @param orientation of the pictures
     * @param firstLabel the number that the files give the first class
     * @param columns names of the columns of the labels behind the first, which is the class; empty where there is one
     *     number per example
     */
    record Reading(int train, int test, Orientation orientation, int firstLabel, List<String> columns) {
        Reading {
            columns = List.copyOf(columns);
        }

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

    /** The uncompressed content of one of the files. */
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

    private ImageSet part(String part, int first, int expected, DataFolders folders) {
        String images = parts().get(first).plainName();
        NumberArray pixels = array(folders, parts().get(first));
        NumberArray labels = array(folders, parts().get(first + 1));
        int n = pixels.sizes().get(0);
        boolean counted = expected == 0 || n == expected;
        if (pixels.sizes().size() != 3 || !pixels.hasBytes() || !counted) {
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
