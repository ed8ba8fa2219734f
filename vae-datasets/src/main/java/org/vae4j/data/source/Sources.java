package org.vae4j.data.source;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vae4j.data.source.DataFile.ContentSha256;
import org.vae4j.data.source.DataFile.RowSum;

/** The catalogue of data sets whose content is verified by a hash: MNIST, Fashion-MNIST, Larochelle's binarisation. */
public final class Sources {

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    /** The sizes of the files of MNIST and of Fashion-MNIST: a header, and a byte per pixel or label. */
    private static final long TRAIN_IMAGES_BYTES = 16 + 60_000 * 784;

    private static final long TRAIN_LABELS_BYTES = 8 + 60_000;
    private static final long TEST_IMAGES_BYTES = 16 + 10_000 * 784;
    private static final long TEST_LABELS_BYTES = 8 + 10_000;

    /** The most bytes of an image in Larochelle's format: digits, blanks and a line end of two characters. */
    private static final long AMAT_ROW_BYTES = 2 * 784 + 2;

    private static final IdxSpec MNIST_SPEC = new IdxSpec(
            "mnist",
            "handwritten digits: 60,000 / 10,000 images, 28x28 grey, 10 classes",
            List.of(
                    trainImages("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
                    trainLabels("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
                    testImages("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
                    testLabels("ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),
            List.of(
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    "https://storage.googleapis.com/cvdf-datasets/mnist/"));

    /**
     * The files are named as MNIST's are. Zalando published MD5 sums of the compressed files; these are of their
     * content.
     */
    private static final IdxSpec FASHION_MNIST_SPEC = new IdxSpec(
            "fashion-mnist",
            "articles of clothing: 60,000 / 10,000 images, 28x28 grey, 10 classes",
            List.of(
                    trainImages("c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
                    trainLabels("bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
                    testImages("5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
                    testLabels("0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34")),
            List.of(
                    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
                    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/fashion-mnist/"));

    private static final Source LAROCHELLE = new LarochelleSource(
            List.of(
                    rows(
                            "binarized_mnist_train.amat",
                            50_000,
                            "5583c528821b9d2d9227020588d2bdde97f86f9d50a75d0aa99edb2fd377549f"),
                    rows(
                            "binarized_mnist_valid.amat",
                            10_000,
                            "2a417af4acc71dee811695ac6817a3dbfcd5dc999e4c42bffc385856c92bfe58"),
                    rows(
                            "binarized_mnist_test.amat",
                            10_000,
                            "884badd1cd1a676e8cd9301f26fac0399ee48032498e0b1a1ccea3b490dcfabc")),
            List.of("https://www.cs.toronto.edu/~larocheh/public/datasets/binarized_mnist/"));

    private Sources() {}

    /**
     * Lists the recorded data sets of this package.
     *
     * @return the data sets in the order of a listing
     */
    public static List<Source> all() {
        return List.of(new IdxSource(MNIST_SPEC), new IdxSource(FASHION_MNIST_SPEC), LAROCHELLE);
    }

    /**
     * Finds a recorded data set of this package by name.
     *
     * @param name for example {@code mnist}
     * @return the data set, if there is one of this name
     */
    public static Optional<Source> find(String name) {
        return all().stream().filter(source -> source.name().equals(name)).findFirst();
    }

    /** Finds the name of the data set that has a file of this content. */
    static Optional<String> nameOfSetWith(String sha256) {
        return Stream.of(MNIST_SPEC, FASHION_MNIST_SPEC)
                .filter(spec ->
                        spec.files().stream().anyMatch(file -> file.check().equals(new ContentSha256(sha256))))
                .map(IdxSpec::name)
                .findFirst();
    }

    private static DataFile trainImages(String sha256) {
        return new DataFile(TRAIN_IMAGES, TRAIN_IMAGES_BYTES, new ContentSha256(sha256));
    }

    private static DataFile trainLabels(String sha256) {
        return new DataFile(TRAIN_LABELS, TRAIN_LABELS_BYTES, new ContentSha256(sha256));
    }

    private static DataFile testImages(String sha256) {
        return new DataFile(TEST_IMAGES, TEST_IMAGES_BYTES, new ContentSha256(sha256));
    }

    private static DataFile testLabels(String sha256) {
        return new DataFile(TEST_LABELS, TEST_LABELS_BYTES, new ContentSha256(sha256));
    }

    private static DataFile rows(String name, int images, String sum) {
        return new DataFile(name, images * AMAT_ROW_BYTES, new RowSum(sum));
    }
}
