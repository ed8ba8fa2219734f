package org.vae4j.data.source.known;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.Source;

/** The common part of published data sets: their description, and the search for their files. */
abstract class KnownSet implements Source {

    private final About about;

    KnownSet(About about) {
        this.about = about;
    }

    /**
     * The description of a data set.
     *
     * @param name the name by which it is opened
     * @param folder the name of its folder below a data folder; several sets may share one
     * @param summary a description of one line
     * @param files the files as published
     * @param origin the address of the files, which ends in a slash where they can be fetched
     */
    record About(String name, String folder, String summary, List<PublishedFile> files, String origin) {
        About {
            files = List.copyOf(files);
        }

        /** Whether the checksums of all files are known, so that a download can be verified. */
        boolean canBeVerified() {
            return files.stream().noneMatch(file -> file.md5().isBlank());
        }
    }

    final About about() {
        return about;
    }

    @Override
    public final String name() {
        return about.name();
    }

    @Override
    public final String folder() {
        return about.folder();
    }

    @Override
    public final String summary() {
        return about.summary() + (about.canBeVerified() ? "" : "; no checksum is known");
    }

    @Override
    public final List<String> files() {
        return about.files().stream().map(PublishedFile::name).toList();
    }

    @Override
    public final List<String> mirrors() {
        return about.canBeVerified() ? List.of(about.origin()) : List.of();
    }

    @Override
    public final String origin() {
        return about.origin();
    }

    @Override
    public final long bytes(String file) {
        return file(file).bytes();
    }

    @Override
    public final String remoteSuffix() {
        return "";
    }

    final PublishedFile file(String name) {
        return about.files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Finds the first of some paths below the set's folder that is a file. */
    final Optional<Path> findAny(DataFolders folders, List<String> paths) {
        return folders.roots().stream()
                .flatMap(root ->
                        paths.stream().map(path -> root.resolve(about.folder()).resolve(path)))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Finds a file of the set, compressed or not. */
    final Path find(DataFolders folders, PublishedFile file) {
        return findAny(folders, List.of(file.name(), file.plainName()))
                .orElseThrow(() -> missing(folders, file.name()));
    }

    /** The error of a file that is in none of the folders. */
    final MissingDataException missing(DataFolders folders, String file) {
        List<String> looked = folders.roots().stream()
                .map(root -> root.resolve(about.folder()).toString())
                .toList();
        String way = about.canBeVerified()
                ? "download it by `vae data fetch " + name() + "`"
                : "get it from " + about.origin() + " (no checksum of it is known, so it is not fetched)";
        return new MissingDataException(file + " of data set " + name() + " is not in " + String.join(" or ", looked)
                + ": pass data.dir=FOLDER where FOLDER/" + about.folder() + " holds it, or set " + DataFolders.VARIABLE
                + "=FOLDER, or " + way);
    }
}
