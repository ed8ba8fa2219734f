package org.vae4j.data.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.idx.IdxArray;
import org.vae4j.data.idx.IdxReader;

/** A data set in MNIST's format: four IDX files, which may be compressed by gzip. */
final class IdxSource implements Source {

    /** The indices of the images of each part among the files of an {@link IdxSpec}. */
    private static final int TRAIN = 0;

    private static final int TEST = 2;

    private final IdxSpec spec;

    IdxSource(IdxSpec spec) {
        this.spec = spec;
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public String summary() {
        return spec.summary();
    }

    @Override
    public Split load(DataFolders folders) {
        List<Path> paths = spec.files().stream()
                .map(file -> folders.find(name(), file.name()))
                .toList();
        ImageSet train = part("train", TRAIN, paths);
        ImageSet test = part("test", TEST, paths);
        if (!test.shape().equals(train.shape())) {
            throw new CorruptDataException("found images of " + test.shape() + " in " + paths.get(TEST) + ", expected "
                    + train.shape() + " as in " + paths.get(TRAIN) + ": fetch both files again");
        }
        return new Split(train, Optional.empty(), test);
    }

    /** Reads the images at index {@code first} of the files, and the labels at the next index. */
    private ImageSet part(String part, int first, List<Path> paths) {
        IdxArray images = read(paths.get(first), spec.files().get(first));
        IdxArray labels = read(paths.get(first + 1), spec.files().get(first + 1));
        int n = images.dimensions().get(0);
        if (labels.dimensions().get(0) != n) {
            throw new CorruptDataException(
                    paths.get(first + 1) + " has " + labels.dimensions().get(0) + " labels, expected " + n
                            + " as there are images: fetch both files again");
        }
        ImageShape shape = new ImageShape(
                1, images.dimensions().get(1), images.dimensions().get(2));
        return ImageSet.builder(name() + "/" + part, shape, images.values())
                .labels(labels.values())
                .build();
    }

    @Override
    public void verify(Path path, String file) {
        read(path, spec.files().get(files().indexOf(file)));
    }

    private IdxArray read(Path path, DataFile file) {
        int rank = file.name().contains("idx3") ? 3 : 1;
        return VerifiedFile.read(path, file, in -> IdxReader.read(in, path.toString(), rank));
    }

    @Override
    public List<String> files() {
        return spec.files().stream().map(DataFile::name).toList();
    }

    @Override
    public long bytes(String file) {
        return spec.files().get(files().indexOf(file)).bytes();
    }

    @Override
    public List<String> mirrors() {
        return spec.mirrors();
    }

    @Override
    public String remoteSuffix() {
        return ".gz";
    }
}
