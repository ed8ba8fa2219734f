package org.vae4j.data.source.found;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats of files that hold examples. */
public enum Format {
    /** The ending of each file decides. */
    AUTO(List.of()),
    /** Folders of PNG, JPEG, BMP and GIF files. */
    IMAGES(List.of()),
    /** Arrays of NumPy. */
    NPY(List.of(".npy", ".npy.gz")),
    /** Archives of NumPy arrays. */
    NPZ(List.of(".npz")),
    /** MATLAB files of level 5, which save(..., '-v7') and '-v6' write. */
    MAT(List.of(".mat")),
    /** HDF5. */
    HDF(List.of(".h5", ".hdf5", ".hdf")),
    /** Arrays in the format of MNIST's files. */
    IDX(List.of("-ubyte", "-ubyte.gz", ".idx", ".idx.gz", "idx3", "idx2", "idx4")),
    /** Tables, separated by commas or tabs. */
    CSV(List.of(".csv", ".tsv"));

    private final List<String> endings;

    Format(List<String> endings) {
        this.endings = endings;
    }

    /** Finds the format of a file by its ending; empty for one that no reader knows. */
    static Optional<Format> of(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.endings.stream().anyMatch(name::endsWith))
                .findFirst();
    }

    /** Whether a path may be read in this format. */
    boolean admits(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return this == AUTO || this == IMAGES;
        }
        return this == AUTO
                ? of(path).isPresent()
                : of(path).filter(this::equals).isPresent();
    }

    /** The name of a file without its ending. */
    static String stem(Path path) {
        String name = path.getFileName().toString();
        String lower = name.toLowerCase(Locale.ROOT);
        if (Archive.isNamedAsArchive(path)) {
            return name.substring(0, name.length() - Archive.ending(path).length());
        }
        return Arrays.stream(values())
                .flatMap(format -> format.endings.stream())
                .filter(ending -> ending.startsWith(".") && lower.endsWith(ending))
                .findFirst()
                .map(ending -> name.substring(0, name.length() - ending.length()))
                .orElse(name.endsWith("/") ? name.substring(0, name.length() - 1) : name);
    }
}
