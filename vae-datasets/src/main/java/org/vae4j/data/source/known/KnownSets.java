package org.vae4j.data.source.known;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.vae4j.data.ImageShape;
import org.vae4j.data.source.Source;
import org.vae4j.data.source.known.IdxSet.Orientation;
import org.vae4j.data.source.known.IdxSet.Reading;
import org.vae4j.data.source.known.KnownSet.About;

/**
 * The catalogue of published data sets that are read from the files of their authors. The MD5 sums are those that the
 * authors or torchvision publish; those of OMNIGLOT's small sets were computed from the files in the authors'
 * repository. Of files without a sum only the format is checked. Numbers of bytes are upper bounds, compressed or not.
 */
public final class KnownSets {

    private static final ImageShape SMALL = new ImageShape(1, 28, 28);
    private static final ImageShape COLOUR = new ImageShape(3, 32, 32);
    private static final int MNIST_IMAGES = 16 + 60_000 * 784;
    private static final int MNIST_LABELS = 8 + 60_000;
    private static final int QMNIST_LABELS = 12 + 60_000 * 8 * 4;
    private static final int EMNIST_ARCHIVE = 600_000_000;
    private static final int CIFAR_ARCHIVE = 200_000_000;
    private static final int LARGE = 100_000_000;
    private static final String OMNIGLOT_ARCHIVES = "https://github.com/brendenlake/omniglot/raw/master/python/";

    private KnownSets() {}

    /** {@return the data sets, in the order of a listing} */
    public static List<Source> all() {
        List<Source> all = new ArrayList<>(List.of(kmnist(), qmnist(), notMnist()));
        all.addAll(emnist());
        all.addAll(List.of(
                omniglot(), omniglotImages(), omniglotSmall(), silhouettes(), freyFaces(), cifar10(), cifar100()));
        return List.copyOf(all);
    }

    private static Source kmnist() {
        List<PublishedFile> files = List.of(
                new PublishedFile("train-images-idx3-ubyte.gz", MNIST_IMAGES, "bdb82020997e1d708af4cf47b453dcf7"),
                new PublishedFile("train-labels-idx1-ubyte.gz", MNIST_LABELS, "e144d726b3acfaa3e44228e80efcd344"),
                new PublishedFile("t10k-images-idx3-ubyte.gz", MNIST_IMAGES, "5c965bf0a639b31b8f53240b1b52f4d7"),
                new PublishedFile("t10k-labels-idx1-ubyte.gz", MNIST_LABELS, "7320c461ea6c1c855c0b718fb2a4b134"));
        return new IdxSet(
                new About(
                        "kmnist",
                        "kmnist",
                        "Kuzushiji-MNIST, cursive Japanese: 60,000 / 10,000 images, 28x28 grey, 10 classes",
                        files,
                        "https://codh.rois.ac.jp/kmnist/dataset/kmnist/"),
                Reading.asMnist(60_000, 10_000));
    }

    private static Source qmnist() {
        List<PublishedFile> files = List.of(
                new PublishedFile(
                        "qmnist-train-images-idx3-ubyte.gz", MNIST_IMAGES, "ed72d4157d28c017586c42bc6afe6370"),
                new PublishedFile("qmnist-train-labels-idx2-int.gz", QMNIST_LABELS, "0058f8dd561b90ffdd0f734c6a30e5e4"),
                new PublishedFile("qmnist-test-images-idx3-ubyte.gz", MNIST_IMAGES, "1394631089c404de565df7b7aeaf9412"),
                new PublishedFile("qmnist-test-labels-idx2-int.gz", QMNIST_LABELS, "5b5b05890a5e13444e108efe57b788aa"));
        return new IdxSet(
                new About(
                        "qmnist",
                        "qmnist",
                        "MNIST with its lost test digits: 60,000 / 60,000 images, 28x28 grey, 10 classes, writers as factors",
                        files,
                        "https://raw.githubusercontent.com/facebookresearch/qmnist/master/"),
                new Reading(
                        60_000,
                        60_000,
                        Orientation.UPRIGHT,
                        0,
                        List.of("series", "writer", "digit of the writer", "NIST class", "NIST digit")));
    }

    private static Source notMnist() {
        List<PublishedFile> files =
                List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1").stream()
                        .map(kind -> PublishedFile.unchecked(kind + "-ubyte.gz", 20L * MNIST_IMAGES))
                        .toList();
        return new IdxSet(
                new About(
                        "notmnist",
                        "notmnist",
                        "letters of fonts in files named as MNIST's are, of any count: 28x28 grey, 10 classes",
                        files,
                        "https://yaroslavvb.blogspot.com/2011/09/notmnist-dataset.html"),
                Reading.asMnist(0, 0));
    }

    private static List<Source> emnist() {
        return List.of(
                emnist("byclass", 697_932, 116_323, 0, "62 classes"),
                emnist("bymerge", 697_932, 116_323, 0, "47 classes"),
                emnist("balanced", 112_800, 18_800, 0, "47 classes"),
                emnist("letters", 124_800, 20_800, 1, "26 classes, a is 0"),
                emnist("digits", 240_000, 40_000, 0, "10 classes"),
                emnist("mnist", 60_000, 10_000, 0, "10 classes"));
    }

    private static Source emnist(String split, int train, int test, int firstLabel, String classes) {
        String summary = String.format(
                "letters and digits of NIST, %s: %,d / %,d images, 28x28 grey, %s", split, train, test, classes);
        return new EmnistSet(
                new About(
                        "emnist-" + split,
                        "emnist",
                        summary,
                        List.of(new PublishedFile("gzip.zip", EMNIST_ARCHIVE, "58c8d27c78d21e728a6bc7b3cc06412e")),
                        "https://biometrics.nist.gov/cs_links/EMNIST/"),
                "emnist-" + split,
                new Reading(train, test, Orientation.TRANSPOSED, firstLabel, List.of()));
    }

    private static Source omniglot() {
        return new MatlabSet(
                new About(
                        "omniglot",
                        "omniglot",
                        "drawn characters as Burda, Grosse and Salakhutdinov (2016) used them: 24,345 / 8,070 images, 28x28 grey",
                        List.of(PublishedFile.unchecked("chardata.mat", LARGE)),
                        "https://github.com/yburda/iwae/raw/master/datasets/OMNIGLOT/"),
                new MatlabSet.Reading(
                        SMALL,
                        MatlabSet.Examples.COLUMNS,
                        Orientation.TRANSPOSED,
                        MatlabSet.Values.UNIT,
                        List.of("data", "", "testdata")));
    }

    private static Source omniglotImages() {
        return new OmniglotImages(new About(
                "omniglot-images",
                "omniglot",
                "drawn characters, background / evaluation alphabets: 19,280 / 13,180 images, 105x105, 0 or 1, 1,623 classes",
                List.of(
                        PublishedFile.unchecked("images_background.zip", LARGE),
                        PublishedFile.unchecked("images_evaluation.zip", LARGE)),
                OMNIGLOT_ARCHIVES));
    }

    private static Source omniglotSmall() {
        return new OmniglotSmall(new About(
                "omniglot-small",
                "omniglot-small",
                "drawn characters of OMNIGLOT's two small background sets: 3,630 / 1,210 images, 105x105, 0 or 1, 242 classes",
                List.of(
                        new PublishedFile(
                                "images_background_small1.zip", 1_319_022, "e704a628b5459e08445c13499850abc4"),
                        new PublishedFile(
                                "images_background_small2.zip", 1_580_917, "b75a71a51d3b13f821f212756fe481fd")),
                OMNIGLOT_ARCHIVES));
    }

    private static Source silhouettes() {
        return new MatlabSet(
                new About(
                        "caltech101-silhouettes",
                        "caltech101-silhouettes",
                        "silhouettes of objects (Marlin et al. 2010): 4,100 / 2,264 / 2,307 images, 28x28, 0 or 1, 101 classes",
                        List.of(PublishedFile.unchecked("caltech101_silhouettes_28_split1.mat", LARGE)),
                        "https://people.cs.umass.edu/~marlin/data/"),
                new MatlabSet.Reading(
                        SMALL,
                        MatlabSet.Examples.ROWS,
                        Orientation.TRANSPOSED,
                        MatlabSet.Values.BINARY,
                        List.of("train_data", "val_data", "test_data")));
    }

    private static Source freyFaces() {
        return new MatlabSet(
                new About(
                        "frey-faces",
                        "frey-faces",
                        "a film of one face: 1,965 images, 28x20 grey, no test part",
                        List.of(PublishedFile.unchecked("frey_rawface.mat", LARGE)),
                        "https://cs.nyu.edu/~roweis/data/"),
                new MatlabSet.Reading(
                        new ImageShape(1, 28, 20),
                        MatlabSet.Examples.COLUMNS,
                        Orientation.UPRIGHT,
                        MatlabSet.Values.BYTES,
                        List.of("ff", "", "")));
    }

    private static Source cifar10() {
        List<CifarSet.Batch> train = IntStream.rangeClosed(1, 5)
                .mapToObj(batch -> new CifarSet.Batch("data_batch_" + batch + ".bin", 10_000))
                .toList();
        return new CifarSet(
                new About(
                        "cifar-10",
                        "cifar-10",
                        "photographs: 50,000 / 10,000 images, 32x32 colour, 10 classes",
                        List.of(new PublishedFile(
                                "cifar-10-binary.tar.gz", CIFAR_ARCHIVE, "c32a1d4ab5d03f1284b67883e8d87530")),
                        "https://www.cs.toronto.edu/~kriz/"),
                new CifarSet.Reading(
                        "cifar-10-batches-bin", train, new CifarSet.Batch("test_batch.bin", 10_000), 1, COLOUR));
    }

    private static Source cifar100() {
        return new CifarSet(
                new About(
                        "cifar-100",
                        "cifar-100",
                        "photographs: 50,000 / 10,000 images, 32x32 colour, 100 classes, superclasses as a factor",
                        List.of(new PublishedFile(
                                "cifar-100-binary.tar.gz", CIFAR_ARCHIVE, "03b5dce01913d631647c71ecec9e9cb8")),
                        "https://www.cs.toronto.edu/~kriz/"),
                new CifarSet.Reading(
                        "cifar-100-binary",
                        List.of(new CifarSet.Batch("train.bin", 50_000)),
                        new CifarSet.Batch("test.bin", 10_000),
                        2,
                        COLOUR));
    }
}
