package org.vae4j.data.source;

import java.nio.file.Path;
import java.util.List;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;

/** A recorded data set: files that may be on this machine and can be fetched. */
public interface Source {

    /**
     * The data set's name, which is also the name of its folder.
     *
     * @return for example {@code mnist}
     */
    String name();

    /**
     * The name of the folder of its files, below a data folder.
     *
     * @return the name, unless several data sets share their files
     */
    default String folder() {
        return name();
    }

    /**
     * The shape of its images.
     *
     * @return that of MNIST's, unless the data set says another
     */
    default ImageShape imageShape() {
        return ImageShape.MNIST;
    }

    /**
     * The range of the pixels' values.
     *
     * @return the 256 levels of a byte, unless the data set says that they are 0 and 1 alone
     */
    default DataRange values() {
        return DataRange.LEVELS;
    }

    /**
     * The address where people can get files that have no mirror.
     *
     * @return an address; empty where there are mirrors
     */
    default String origin() {
        return "";
    }

    /**
     * One line for a listing.
     *
     * @return a description of the data
     */
    String summary();

    /**
     * Reads the data set from local files and verifies them.
     *
     * @param folders the folders to search
     * @return its parts
     * @throws DataException if files are missing or not what they should be
     */
    Split load(DataFolders folders);

    /**
     * Checks one local file as {@link #load} does.
     *
     * @param path the file, plain or gzipped
     * @param file one of {@link #files()}
     * @throws DataException if it is not what it should be
     */
    void verify(Path path, String file);

    /**
     * The names of the files.
     *
     * @return names without {@code .gz}
     */
    List<String> files();

    /**
     * The names that a file may have on this machine.
     *
     * @param file one of {@link #files()}
     * @return its own name first
     */
    default List<String> localNames(String file) {
        return List.of(file, file + ".gz");
    }

    /**
     * The addresses that the files can be fetched from.
     *
     * @return addresses that end in a slash, best first
     */
    List<String> mirrors();

    /**
     * The size of a file's uncompressed content, which no sound copy exceeds, compressed or not.
     *
     * @param file one of {@link #files()}
     * @return bytes
     */
    long bytes(String file);

    /**
     * The ending that the mirrors add to the names in {@link #files()}.
     *
     * @return {@code .gz} or empty
     */
    String remoteSuffix();
}
