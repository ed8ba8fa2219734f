package org.vae4j.data.source;

import java.util.List;
import java.util.Optional;
import org.vae4j.data.source.DataFile.ContentSha256;
import org.vae4j.data.source.DataFile.GzipMd5;
import org.vae4j.data.source.DataFile.RowSum;

/** The recorded data sets that this project knows. */
public final class Sources {

    private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
    private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
    private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
    private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

    private static final String TRAIN_IMAGES_SHA256 =
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db";
    private static final String TRAIN_LABELS_SHA256 =
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5";
    private static final String TEST_IMAGES_SHA256 = "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7";
    private static final String TEST_LABELS_SHA256 = "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2";

    private static final Source MNIST = new IdxSource(new IdxSpec(
            "mnist",
            "handwritten digits: 60,000 / 10,000 images, 28x28 grey, 10 classes",
            List.of(
                    content(TRAIN_IMAGES, TRAIN_IMAGES_SHA256),
                    content(TRAIN_LABELS, TRAIN_LABELS_SHA256),
                    content(TEST_IMAGES, TEST_IMAGES_SHA256),
                    content(TEST_LABELS, TEST_LABELS_SHA256)),
            List.of(
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    "https://storage.googleapis.com/cvdf-datasets/mnist/")));

    /** Zalando published MD5 sums of the compressed files, and no others; the files are named as MNIST's are. */
    private static final Source FASHION_MNIST = new IdxSource(new IdxSpec(
            "fashion-mnist",
            "articles of clothing: 60,000 / 10,000 images, 28x28 grey, 10 classes",
            List.of(
                    gzip(TRAIN_IMAGES, "8d4fb7e6c68d591d4c3dfef9ec88bf0d", TRAIN_IMAGES_SHA256),
                    gzip(TRAIN_LABELS, "25c81989df183df01b3e8a0aad5dffbe", TRAIN_LABELS_SHA256),
                    gzip(TEST_IMAGES, "bef4ecab320f06d8554ea6380940ec79", TEST_IMAGES_SHA256),
                    gzip(TEST_LABELS, "bb300cfdad3c16e7a12a480ee83cd310", TEST_LABELS_SHA256)),
            List.of(
                    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
                    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/fashion-mnist/")));

    private static final Source LAROCHELLE = new LarochelleSource(
            List.of(
                    rows(
                            "binarized_mnist_train.amat",
                            "5583c528821b9d2d9227020588d2bdde97f86f9d50a75d0aa99edb2fd377549f"),
                    rows(
                            "binarized_mnist_valid.amat",
                            "2a417af4acc71dee811695ac6817a3dbfcd5dc999e4c42bffc385856c92bfe58"),
                    rows(
                            "binarized_mnist_test.amat",
                            "884badd1cd1a676e8cd9301f26fac0399ee48032498e0b1a1ccea3b490dcfabc")),
            List.of("https://www.cs.toronto.edu/~larocheh/public/datasets/binarized_mnist/"));

    private Sources() {}

    /**
     * All recorded data sets.
     *
     * @return in the order of a listing
     */
    public static List<Source> all() {
        return List.of(MNIST, FASHION_MNIST, LAROCHELLE);
    }

    /**
     * A recorded data set by name.
     *
     * @param name for example {@code mnist}
     * @return the data set, if there is one of this name
     */
    public static Optional<Source> find(String name) {
        return all().stream().filter(source -> source.name().equals(name)).findFirst();
    }

    private static DataFile content(String name, String sha256) {
        return new DataFile(name, new ContentSha256(sha256));
    }

    private static DataFile gzip(String name, String md5, String mnist) {
        return new DataFile(name, new GzipMd5(md5, mnist));
    }

    private static DataFile rows(String name, String sum) {
        return new DataFile(name, new RowSum(sum));
    }
}
