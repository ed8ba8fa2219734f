package org.vae4j.data.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipException;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.UnwritableDataException;

/** Provides uncompressed IDX files for software that does not read gzip. */
public final class PlainFiles {

    private PlainFiles() {}

    /**
     * Finds a folder with all files of a data set, uncompressed and verified: the data set's own folder if its files
     * are uncompressed there, else one below the cache folder, to which missing files are unpacked.
     *
     * @param source a data set of IDX files
     * @param folders the folders that are searched for its files
     * @return the folder
     * @throws IllegalArgumentException if the data set has other files
     * @throws DataException if files are missing or wrong, or the cache cannot be written
     */
    public static Path folder(Source source, DataFolders folders) {
        if (!(source instanceof IdxSource)) {
            throw new IllegalArgumentException("data set " + source.name()
                    + " has no IDX files, expected one in MNIST's format: use mnist or fashion-mnist");
        }
        List<Path> paths = source.files().stream()
                .map(file -> folders.find(source.name(), file))
                .toList();
        Path folder = paths.get(0).getParent();
        List<Path> plain = source.files().stream().map(folder::resolve).toList();
        if (!paths.equals(plain)) {
            folder = folders.cache().resolve("plain").resolve(source.name());
            for (int i = 0; i < paths.size(); i++) {
                unpack(paths.get(i), folder.resolve(source.files().get(i)));
            }
        }
        for (String file : source.files()) {
            source.verify(folder.resolve(file), file);
        }
        return folder;
    }

    /** Writes the uncompressed content of a file, unless the copy exists. */
    private static void unpack(Path from, Path to) {
        if (Files.isRegularFile(to)) {
            return;
        }
        try {
            Files.createDirectories(to.getParent());
            Path part = PartFile.create(to);
            try (OutputStream out = Files.newOutputStream(part)) {
                VerifiedFile.copyPlain(from, out);
                Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (ZipException | EOFException e) {
            throw new CorruptDataException(
                    from + " is damaged gzip (" + e.getMessage() + "), expected a sound file: fetch or copy it again",
                    e);
        } catch (IOException e) {
            throw new UnwritableDataException(
                    to + " cannot be written (" + e
                            + "), expected a writable cache: set XDG_CACHE_HOME to another folder",
                    e);
        }
    }
}
