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
     * The folder of its files, below a data folder.
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
     * Which values the pixels take.
     *
     * @return the 256 levels of a byte, unless the data set says that they are 0 and 1 alone
     */
    default DataRange values() {
        return DataRange.LEVELS;
    }

    /**
     * Where somebody who has no mirror to fetch from can get the files.
     *
     * @return an address; empty where the mirrors say it
     */
    default String origin() {
        return "";
    }

    /**
     * One line for a listing.
     *
     * @return what the data are
     */
    String summary();

    /**
     * Reads the data set from local files and verifies them.
     *
     * @param folders where to look
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
     * The files.
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
     * Where the files can be fetched from.
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
     * How the mirrors' files are named beyond {@link #files()}.
     *
     * @return {@code .gz} or nothing
     */
    String remoteSuffix();
}
