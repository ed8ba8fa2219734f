package org.vae4j.data.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;

/** Larochelle's fixed binarisation of MNIST (Salakhutdinov and Murray 2008; Larochelle and Murray 2011). */
final class LarochelleSource implements Source {

    private final List<DataFile> files;
    private final List<String> mirrors;

    LarochelleSource(List<DataFile> files, List<String> mirrors) {
        this.files = List.copyOf(files);
        this.mirrors = List.copyOf(mirrors);
    }

    @Override
    public String name() {
        return "mnist-larochelle";
    }

    @Override
    public String summary() {
        return "MNIST binarised once by Larochelle: 50,000 / 10,000 / 10,000 images, 28x28, 0 or 1, no labels";
    }

    @Override
    public DataRange values() {
        return DataRange.BINARY;
    }

    @Override
    public Split load(DataFolders folders) {
        List<Path> paths =
                files.stream().map(file -> folders.find(name(), file.name())).toList();
        return new Split(part("train", paths, 0), Optional.of(part("valid", paths, 1)), part("test", paths, 2));
    }

    private ImageSet part(String part, List<Path> paths, int index) {
        byte[] pixels = read(paths.get(index), files.get(index));
        return ImageSet.builder(name() + "/" + part, ImageShape.MNIST, pixels)
                .binary()
                .build();
    }

    @Override
    public void verify(Path path, String file) {
        read(path, files.get(files().indexOf(file)));
    }

    private static byte[] read(Path path, DataFile file) {
        AmatReader.Rows rows =
                VerifiedFile.read(path, file, in -> AmatReader.read(in, path.toString(), ImageShape.MNIST.size()));
        if (file.check() instanceof DataFile.RowSum expected && !expected.hex().equals(rows.rowSum())) {
            throw new CorruptDataException(path + " has row sum " + rows.rowSum() + ", expected " + expected.hex()
                    + " whatever the order of its rows: this is another or a damaged file, fetch or copy it again");
        }
        return rows.pixels();
    }

    @Override
    public List<String> files() {
        return files.stream().map(DataFile::name).toList();
    }

    @Override
    public long bytes(String file) {
        return files.get(files().indexOf(file)).bytes();
    }

    @Override
    public List<String> mirrors() {
        return mirrors;
    }

    @Override
    public String remoteSuffix() {
        return "";
    }
}
