package org.vae4j.data.source.found;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.UnwritableDataException;

/**
 * A .zip, .tar, .tar.gz or .tgz file that holds a folder. A ZIP archive is read in place; the others are unpacked into
 * a temporary folder, which is deleted after use. An archive of unknown origin can neither write outside that folder
 * nor fill the disk: links, paths that lead out and contents far larger than the archive are refused.
 */
final class Archive {

    private static final List<String> ZIP = List.of(".zip");
    private static final List<String> TAR = List.of(".tar", ".tar.gz", ".tgz");

    /** The largest ratio of unpacked to packed bytes; text and drawings stay below 100. */
    private static final long MOST_TIMES = 200;

    /** Unpacked bytes that are allowed whatever the ratio. */
    private static final long ALWAYS_ALLOWED = 1L << 26;

    private static final int BUFFER = 1 << 16;

    private final Path file;

    Archive(Path file) {
        this.file = file;
    }

    /** Whether a file has the ending of an archive. */
    static boolean isNamedAsArchive(Path file) {
        return ends(file, ZIP) || ends(file, TAR);
    }

    /** The ending of an archive's name, such as ".tar.gz"; empty for another file. */
    static String ending(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Stream.concat(ZIP.stream(), TAR.stream())
                .filter(name::endsWith)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    private static boolean ends(Path file, List<String> endings) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return endings.stream().anyMatch(name::endsWith);
    }

    /** Reads the folder that the archive holds. */
    interface Use<T> {
        T of(Path folder) throws IOException;
    }

    /**
     * Opens the archive for a reader of its folder and closes it afterwards.
     *
     * @throws DataException if the archive is refused or the reader throws; messages name the archive and the place in
     *     it
     */
    <T> T use(Use<T> use) throws IOException {
        return ends(file, ZIP) ? inZip(use) : unpacked(use);
    }

    private <T> T inZip(Use<T> use) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(file)) {
            Path root = files.getPath("/");
            List<Path> entries = files(root);
            long total = 0;
            for (Path entry : entries) {
                total += Files.size(entry);
            }
            requireModest(total);
            for (Path entry : entries) {
                requireAnnouncedSize(entry);
            }
            return withNamesInMessages(root, use);
        } catch (ZipException | ProviderNotFoundException e) {
            throw new CorruptDataException(
                    file + ": found a damaged archive (" + e.getMessage() + "), expected a whole one: copy it again",
                    e);
        }
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /**
     * Unpacks an entry, without keeping it, to check its size. An archive's directory may announce a small entry whose
     * content would then fill the memory of its reader.
     */
    private void requireAnnouncedSize(Path entry) throws IOException {
        long announced = Files.size(entry);
        long found = 0;
        byte[] block = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(entry)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                found += read;
                if (found > announced) {
                    throw new CorruptDataException(file + entry.toString() + ": found more than the " + announced
                            + " bytes that the archive's directory announces, expected no more: the archive is damaged"
                            + " or made to do harm, copy it again");
                }
            }
        }
    }

    private <T> T unpacked(Use<T> use) throws IOException {
        Path folder =
                Files.createTempDirectory("vae4j-" + ProcessHandle.current().pid() + "-");
        try {
            unpack(folder);
            return withNamesInMessages(folder, use);
        } finally {
            delete(folder);
        }
    }

    private void unpack(Path folder) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
                TarArchiveInputStream tar = new TarArchiveInputStream(isGzip() ? new GZIPInputStream(raw) : raw)) {
            long total = 0;
            int entries = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries++;
                // A sparse file announces the few bytes that are stored; the zeros between them come besides.
                total += Math.max(entry.getSize(), entry.getRealSize());
                requireModest(total);
                write(tar, entry, folder);
            }
            if (entries == 0) {
                throw new CorruptDataException(file + ": found no archive, expected a tar file: copy it again");
            }
        } catch (DataException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new CorruptDataException(
                    file + ": found a damaged archive (" + e.getMessage() + "), expected a whole one: copy it again",
                    e);
        }
    }

    private boolean isGzip() {
        return !ending(file).equals(".tar");
    }

    /** Writes one entry below a folder; refuses entries that lead out of it, links and devices. */
    private void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder) throws IOException {
        if (entry.isGlobalPaxHeader() || entry.isPaxHeader()) {
            return;
        }
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new CorruptDataException(file + ": found the entry " + entry.getName()
                    + ", which leads out of the archive, expected files below it: unpack it by hand if you trust it");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
        } else if (entry.isFile() && !entry.isLink() && !entry.isSymbolicLink()) {
            Files.createDirectories(target.getParent());
            copy(tar, target);
        } else {
            throw new CorruptDataException(file + ": found the entry " + entry.getName()
                    + ", which is a link or a device, expected files and folders: unpack it by hand if you trust it");
        }
    }

    /** Copies an entry; a failure to write is a full disk and no damaged archive. */
    private void copy(InputStream in, Path target) throws IOException {
        byte[] block = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                try {
                    out.write(block, 0, read);
                } catch (IOException e) {
                    throw new UnwritableDataException(
                            file + ": found no room to unpack it in " + System.getProperty("java.io.tmpdir") + " ("
                                    + e.getMessage() + "), expected as much as its content takes: set"
                                    + " -Djava.io.tmpdir to a folder with space",
                            e);
                }
            }
        }
    }

    /** Refuses an archive that unpacks to far more bytes than it has. */
    private void requireModest(long bytes) throws IOException {
        long most = Math.max(ALWAYS_ALLOWED, MOST_TIMES * Files.size(file));
        if (bytes > most || bytes < 0) {
            throw new CorruptDataException(
                    file + ": found an archive of " + Files.size(file) + " bytes that unpacks to more than " + most
                            + ", expected less: unpack it by hand if you trust it, and name the folder");
        }
    }

    /** Uses the folder; error messages then name the archive in the place of its temporary folder. */
    private <T> T withNamesInMessages(Path root, Use<T> use) throws IOException {
        String inside = root.toString().endsWith("/") ? root.toString() : root + "/";
        try {
            return use.of(root);
        } catch (MissingDataException e) {
            throw new MissingDataException(message(e, inside));
        } catch (CorruptDataException e) {
            throw new CorruptDataException(message(e, inside), e);
        } catch (DataException e) {
            throw new DataException(message(e, inside), e);
        }
    }

    private String message(DataException e, String inside) {
        String message = e.getMessage();
        if (message.contains(file.toString())) {
            return message;
        }
        return inside.equals("/") ? file + message.replaceFirst("^(?!/)", ": ") : message.replace(inside, file + "/");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
