package org.vae4j.data.source.known;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.array.IdxArrays;
import org.vae4j.data.source.array.NumberArray;

/**
 * One of EMNIST's six divisions of NIST's letters and digits (Cohen, Afshar, Tapson, van Schaik 2017). The authors
 * publish one archive of all divisions, {@code gzip.zip}, which is read as it is; files that were taken out of it are
 * preferred. The pixels of an image lie in the files column by column.
 */
final class EmnistSet extends IdxSet {

    /** The folder of the files in the archive. */
    private static final String FOLDER = "gzip";

    private static final int BUFFER = 1 << 16;

    private final List<PublishedFile> parts;

    EmnistSet(About about, String prefix, Reading reading) {
        super(about, reading);
        this.parts = List.of("train-images-idx3", "train-labels-idx1", "test-images-idx3", "test-labels-idx1").stream()
                .map(kind -> PublishedFile.unchecked(prefix + "-" + kind + "-ubyte.gz", Integer.MAX_VALUE))
                .toList();
    }

    @Override
    List<PublishedFile> parts() {
        return parts;
    }

    @Override
    public Split load(DataFolders folders) {
        if (parts.stream().anyMatch(file -> takenOut(folders, file).isEmpty())) {
            verify(zip(folders), about().files().get(0).name());
        }
        return super.load(folders);
    }

    /** Finds a file that was taken out of the archive. */
    private Optional<Path> takenOut(DataFolders folders, PublishedFile file) {
        return findAny(
                folders,
                List.of(file.name(), file.plainName(), FOLDER + "/" + file.name(), FOLDER + "/" + file.plainName()));
    }

    private Path zip(DataFolders folders) {
        String archive = about().files().get(0).name();
        return findAny(folders, List.of(archive)).orElseThrow(() -> missing(folders, archive));
    }

    @Override
    NumberArray array(DataFolders folders, PublishedFile file) {
        Optional<Path> takenOut = takenOut(folders, file);
        if (takenOut.isPresent()) {
            Path path = takenOut.get();
            return file.read(path, in -> IdxArrays.read(in, path.toString()));
        }
        Path zip = zip(folders);
        try (FileSystem inside = FileSystems.newFileSystem(zip);
                InputStream raw = Files.newInputStream(inside.getPath(FOLDER, file.name()));
                InputStream in = new GZIPInputStream(raw, BUFFER)) {
            return IdxArrays.read(in, zip + "/" + FOLDER + "/" + file.name());
        } catch (ZipException e) {
            throw new CorruptDataException(
                    zip + ": found a damaged archive (" + e.getMessage() + "), expected a whole one: copy it again", e);
        } catch (IOException e) {
            throw new DataException(
                    zip + ": found no readable " + e.getMessage() + " in it, expected EMNIST's gzip.zip: copy it again",
                    e);
        }
    }

    /** Verifies the archive by its checksum alone, since it holds all divisions. */
    @Override
    public void verify(Path path, String file) {
        file(file).read(path, in -> path);
    }
}
