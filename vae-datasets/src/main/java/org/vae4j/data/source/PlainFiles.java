package org.vae4j.data.source;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.vae4j.data.DataException;
import org.vae4j.data.UnwritableDataException;

/** Uncompressed copies of IDX files, for software that reads no gzip. */
public final class PlainFiles {

    private PlainFiles() {}

    /**
     * A folder with all files of a data set, plain and verified: the one where they are if they are plain there, else
     * one below the cache folder, filled if need be.
     *
     * @param source a data set of IDX files
     * @param folders where its files are looked for
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
        boolean plain = true;
        for (int i = 0; i < paths.size(); i++) {
            Path expected = folder.resolve(source.files().get(i));
            plain &= paths.get(i).equals(expected);
        }
        if (!plain) {
            folder = folders.cache().resolve("plain").resolve(source.name());
            for (int i = 0; i < paths.size(); i++) {
                copyPlain(paths.get(i), folder.resolve(source.files().get(i)));
            }
        }
        for (String file : source.files()) {
            source.verify(folder.resolve(file), file);
        }
        return folder;
    }

    private static void copyPlain(Path from, Path to) {
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
        } catch (IOException e) {
            throw new UnwritableDataException(
                    to + " cannot be written (" + e
                            + "), expected a writable cache: set XDG_CACHE_HOME to another folder",
                    e);
        }
    }
}
