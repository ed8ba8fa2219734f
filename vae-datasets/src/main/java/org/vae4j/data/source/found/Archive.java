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
 * A folder in a .zip, .tar, .tar.gz or .tgz file. A ZIP archive is read in place, the others are unpacked into a
 * temporary folder that is gone afterwards. Archives of a stranger can neither write outside that folder nor fill the
 * disk: links, paths that lead out and contents far larger than the archive are refused.
 */
final class Archive {

    private static final List<String> ZIP = List.of(".zip");
    private static final List<String> TAR = List.of(".tar", ".tar.gz", ".tgz");

    /** What text and drawings are packed to is larger than their hundredth part. */
    private static final long MOST_TIMES = 200;

    private static final long ALWAYS_ALLOWED = 1L << 26;

    private final Path file;

    Archive(Path file) {
        this.file = file;
    }

    /** Whether a file is named as an archive is. */
    static boolean isNamedSo(Path file) {
        return ends(file, ZIP) || ends(file, TAR);
    }

    /** Its ending, such as ".tar.gz"; empty for another file. */
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

    /** Does something with the folder that the archive holds. */
    interface Use<T> {
        T of(Path folder) throws IOException;
    }

    /** Opens the archive, whose messages name it and the place in it. */
    <T> T use(Use<T> use) throws IOException {
        return ends(file, ZIP) ? inZip(use) : unpacked(use);
    }

    private <T> T inZip(Use<T> use) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(file)) {
            Path root = files.getPath("/");
            List<Path> entries = entries(root);
            long total = 0;
            for (Path entry : entries) {
                total += Files.size(entry);
            }
            requireModest(total);
            for (Path entry : entries) {
                requireSize(entry);
            }
            return named(root, use);
        } catch (ZipException | ProviderNotFoundException e) {
            throw new CorruptDataException(
                    file + ": found a damaged archive (" + e.getMessage() + "), expected a whole one: copy it again",
                    e);
        }
    }

    private static List<Path> entries(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /**
     * Unpacks an entry once and keeps nothing of it. The directory of an archive may say of an entry that it is small,
     * and what reads it would then fill the memory.
     */
    private void requireSize(Path entry) throws IOException {
        long announced = Files.size(entry);
        long found = 0;
        byte[] block = new byte[1 << 16];
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
            return named(folder, use);
        } finally {
            delete(folder);
        }
    }

    private void unpack(Path folder) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
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

    /** Tells a disk that is full from an archive that is damaged. */
    private void copy(InputStream in, Path target) throws IOException {
        byte[] block = new byte[1 << 16];
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

    private void requireModest(long bytes) throws IOException {
        long most = Math.max(ALWAYS_ALLOWED, MOST_TIMES * Files.size(file));
        if (bytes > most || bytes < 0) {
            throw new CorruptDataException(
                    file + ": found an archive of " + Files.size(file) + " bytes that unpacks to " + "more than " + most
                            + ", expected less: unpack it by hand if you trust it, and name the folder");
        }
    }

    /** Messages of what is wrong inside name the archive instead of a folder that is gone when they are read. */
    private <T> T named(Path root, Use<T> use) throws IOException {
        String inside = root.toString().endsWith("/") ? root.toString() : root + "/";
        try {
            return use.of(root);
        } catch (MissingDataException e) {
            throw new MissingDataException(outside(e, inside));
        } catch (CorruptDataException e) {
            throw new CorruptDataException(outside(e, inside), e);
        } catch (DataException e) {
            throw new DataException(outside(e, inside), e);
        }
    }

    private String outside(DataException e, String inside) {
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
