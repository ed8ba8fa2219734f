package org.vae4j.data.source;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;

/**
 * Downloads data sets, only when asked to: each file from the first mirror that delivers the right content, into a
 * temporary file that is verified before it takes its name. A file that is already there and sound is left alone.
 */
public final class Fetcher {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client;
    private final Duration patience;

    private Fetcher(Duration patience) {
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        this.patience = patience;
    }

    /** Receives the progress of a download. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Some bytes of a file arrived.
         *
         * @param file its name
         * @param bytes received so far
         * @param total to expect, or -1 if the server does not say
         */
        void received(String file, long bytes, long total);
    }

    /**
     * Makes a fetcher that waits 10 seconds for a connection, and 30 for an answer and for every kibibyte of it.
     *
     * @return a fetcher
     */
    public static Fetcher create() {
        return waiting(PATIENCE);
    }

    /** Makes a fetcher with another limit for the wait for an answer and for every kibibyte of it. */
    static Fetcher waiting(Duration patience) {
        return new Fetcher(patience);
    }

    /**
     * Downloads the missing and damaged files of a data set.
     *
     * @param source the data set
     * @param root the folder that holds one folder per data set; made if need be
     * @param progress receives the progress of every file
     * @return the files, verified
     * @throws DataException if no mirror delivers a file or the folder cannot be written
     */
    public List<Path> fetch(Source source, Path root, Progress progress) {
        return fetch(source, root, source.mirrors(), progress);
    }

    /**
     * Downloads the missing and damaged files of a data set from other mirrors than its own.
     *
     * @param source the data set
     * @param root the folder that holds one folder per data set; made if need be
     * @param mirrors addresses that end in a slash, best first
     * @param progress receives the progress of every file
     * @return the files, verified
     * @throws DataException if no mirror delivers a file
     * @throws org.vae4j.data.UnwritableDataException if the folder cannot be written
     */
    public List<Path> fetch(Source source, Path root, List<String> mirrors, Progress progress) {
        if (mirrors.isEmpty()) {
            throw new DataException("found no checksum of the files of " + source.name()
                    + ", expected one to tell them from others: get " + String.join(", ", source.files()) + " from "
                    + source.origin() + " and copy to " + root.resolve(source.folder()));
        }
        Path folder = root.resolve(source.folder());
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new DataException(
                    folder + " cannot be made (" + e + "), expected a folder to write to: choose another by --dir or "
                            + DataFolders.VARIABLE,
                    e);
        } catch (IOException e) {
            throw Download.unwritable(folder.resolve("."), e);
        }
        List<Path> paths = new ArrayList<>();
        List<String> order = new ArrayList<>(mirrors);
        for (String file : source.files()) {
            Path target = folder.resolve(file + source.remoteSuffix());
            if (!isSound(source, target, file)) {
                fetchFile(source, file, target, order, progress);
            }
            paths.add(target);
        }
        return List.copyOf(paths);
    }

    private static boolean isSound(Source source, Path target, String file) {
        if (!Files.isRegularFile(target)) {
            return false;
        }
        try {
            source.verify(target, file);
            return true;
        } catch (DataException e) {
            // A damaged file is replaced by a new download.
            return false;
        }
    }

    /** Downloads one file. A mirror that fails becomes the last one, so that the next file does not wait for it. */
    private void fetchFile(Source source, String file, Path target, List<String> mirrors, Progress progress) {
        List<String> failures = new ArrayList<>();
        for (String mirror : List.copyOf(mirrors)) {
            Path part = temporary(target);
            try {
                Download download = new Download(client, patience, source.bytes(file));
                download.run(
                        URI.create(mirror + target.getFileName()),
                        part,
                        bytes -> progress.received(file, bytes, download.announced()));
                source.verify(part, file);
                moveIntoPlace(part, target);
                return;
            } catch (IOException | CorruptDataException e) {
                // Other DataExceptions are failures of the local disk, which no other mirror would mend.
                failures.add(mirror + ": " + reason(e));
                mirrors.remove(mirror);
                mirrors.add(mirror);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DataException(
                        "download of " + file + " was interrupted, nothing was kept: start it again", e);
            } finally {
                deleteQuietly(part);
            }
        }
        throw new DataException(file + " of data set " + source.name() + " could not be fetched, expected one mirror to"
                + " deliver it (" + String.join("; ", failures) + "): check the network, or copy the file to " + target
                + " by other means");
    }

    private static Path temporary(Path target) {
        try {
            return PartFile.create(target);
        } catch (IOException e) {
            throw Download.unwritable(target, e);
        }
    }

    private static void moveIntoPlace(Path part, Path target) {
        try {
            try {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw Download.unwritable(target, e);
        }
    }

    private static void deleteQuietly(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
