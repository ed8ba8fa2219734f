package org.vae4j.data.source.known;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.array.RawExamples;
import org.vae4j.data.source.image.ImageFolder;
import org.vae4j.data.source.image.PictureRule;

/**
 * The drawings of OMNIGLOT (Lake, Salakhutdinov, Tenenbaum 2015) in the archives of its authors: the background set is
 * the training part, the evaluation set the test part. A class is a character.
 */
final class OmniglotImages extends KnownSet {

    private static final int SIDE = 105;

    OmniglotImages(About about) {
        super(about);
    }

    @Override
    public ImageShape imageShape() {
        return new ImageShape(1, SIDE, SIDE);
    }

    @Override
    public DataRange values() {
        return DataRange.BINARY;
    }

    @Override
    public Split load(DataFolders folders) {
        RawExamples train = read(find(folders, about().files().get(0)));
        RawExamples test = read(find(folders, about().files().get(1)));
        test.requireAlike(train);
        TreeSet<String> names = new TreeSet<>(train.classes());
        names.addAll(test.classes());
        List<String> classes = List.copyOf(names);
        return new Split(set("train", train, classes), Optional.empty(), set("test", test, classes));
    }

    @Override
    public void verify(Path path, String file) {
        read(path);
    }

    /** Makes a part whose labels are indices in a list of classes. */
    private ImageSet set(String part, RawExamples raw, List<String> classes) {
        int[] labels = raw.numberedBy(classes).labels().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        return ImageSet.builder(
                        name() + "/" + part,
                        (ImageShape) raw.shape(),
                        raw.values().bytes())
                .labels(labels)
                .binary()
                .build();
    }

    private static RawExamples read(Path zip) {
        try (FileSystem files = FileSystems.newFileSystem(zip)) {
            RawExamples raw =
                    ImageFolder.of(files.getPath("/"), PictureRule.NONE).read();
            if (raw.classes().isEmpty() || !(raw.shape() instanceof ImageShape)) {
                throw new CorruptDataException(
                        zip + ": found no folders of characters, expected OMNIGLOT's images: copy the right file");
            }
            return raw;
        } catch (IOException | ProviderNotFoundException e) {
            throw new CorruptDataException(
                    zip + ": found a damaged archive (" + e.getMessage() + "), expected a whole one: copy it again", e);
        }
    }
}
