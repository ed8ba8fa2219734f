package org.vae4j.data.source.known;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;

/**
 * CIFAR-10 or CIFAR-100 (Krizhevsky 2009) in the binary version. A record is one or two label bytes and then the red,
 * the green and the blue plane of an image. The published archive is read as it is, or else the files that were taken
 * out of it.
 */
final class CifarSet extends KnownSet {

    /** CIFAR-100 groups its classes into 20 superclasses. */
    private static final Factor SUPERCLASS = new Factor("superclass", "1", 20);

    private static final int BUFFER = 1 << 16;

    private final Reading reading;

    CifarSet(About about, Reading reading) {
        super(about);
        this.reading = reading;
    }

    /**
     * The layout of the files.
     *
     * @param folder the folder of the files in the archive
     * @param train the files of the training part
     * @param test the file of the test part
     * @param labelBytes number of label bytes per record: the class alone, or its superclass and the class
     * @param shape the shape of an image
     */
    record Reading(String folder, List<Batch> train, Batch test, int labelBytes, ImageShape shape) {
        Reading {
            train = List.copyOf(train);
        }

        /** The number of bytes per record. */
        int width() {
            return labelBytes + shape.size();
        }

        List<Batch> all() {
            return Stream.concat(train.stream(), Stream.of(test)).toList();
        }
    }

    /**
     * A file of images.
     *
     * @param file its name
     * @param records the number of its records
     */
    record Batch(String file, int records) {}

    @Override
    public ImageShape imageShape() {
        return reading.shape();
    }

    @Override
    public Split load(DataFolders folders) {
        Map<String, byte[]> files = content(folders);
        return new Split(
                part("train", reading.train(), files), Optional.empty(), part("test", List.of(reading.test()), files));
    }

    @Override
    public void verify(Path path, String file) {
        unpacked(path);
    }

    /** Reads the content of all files by name, from the archive or else from files that were taken out of it. */
    private Map<String, byte[]> content(DataFolders folders) {
        PublishedFile archive = about().files().get(0);
        Optional<Path> tar = findAny(folders, List.of(archive.name(), archive.plainName()));
        if (tar.isPresent()) {
            return unpacked(tar.get());
        }
        Map<String, byte[]> files = new HashMap<>();
        for (Batch batch : reading.all()) {
            String name = batch.file();
            Path path = findAny(folders, List.of(name, reading.folder() + "/" + name))
                    .orElseThrow(() -> missing(folders, archive.name()));
            try (InputStream in = Files.newInputStream(path)) {
                files.put(name, records(in, batch, path.toString()));
            } catch (IOException e) {
                throw new DataException(
                        path + " cannot be read (" + e.getMessage() + "), expected a readable file: check its"
                                + " permissions",
                        e);
            }
        }
        return files;
    }

    /** Reads the content of all files by name from the archive, whose checksum is verified where it is compressed. */
    private Map<String, byte[]> unpacked(Path path) {
        Map<String, byte[]> files = new HashMap<>();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER)) {
            boolean packed = path.getFileName().toString().contains(".gz");
            if (packed) {
                about().files().get(0).requireMd5(path);
            }
            TarArchiveInputStream tar = new TarArchiveInputStream(packed ? new GZIPInputStream(raw, BUFFER) : raw);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().replaceFirst("^" + reading.folder() + "/", "");
                Optional<Batch> batch = reading.all().stream()
                        .filter(file -> file.file().equals(name))
                        .findFirst();
                if (batch.isPresent()) {
                    files.put(name, records(tar, batch.get(), path + "/" + entry.getName()));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new CorruptDataException(
                    path + ": found a damaged archive (" + e.getMessage() + "), expected a whole one: copy it again",
                    e);
        }
        if (files.size() != reading.all().size()) {
            throw new CorruptDataException(path + ": found the files " + files.keySet() + " in it, expected "
                    + reading.all().stream().map(Batch::file).toList() + ": copy the right archive");
        }
        return files;
    }

    /** Reads the records of one file, which must be exactly as many as the layout says. */
    private byte[] records(InputStream in, Batch batch, String place) throws IOException {
        int expected = batch.records() * reading.width();
        byte[] bytes = in.readNBytes(expected);
        if (bytes.length < expected || in.read() >= 0) {
            throw new CorruptDataException(place + ": found "
                    + (bytes.length < expected ? bytes.length : "more than " + expected) + " bytes, expected "
                    + expected
                    + ": copy the right file");
        }
        return bytes;
    }

    private ImageSet part(String part, List<Batch> batches, Map<String, byte[]> files) {
        int width = reading.width();
        int n = batches.stream().mapToInt(Batch::records).sum();
        byte[] pixels = new byte[n * reading.shape().size()];
        int[] classes = new int[n];
        boolean hasSuperclasses = reading.labelBytes() > 1;
        float[] superclasses = new float[hasSuperclasses ? n : 0];
        int example = 0;
        for (Batch batch : batches) {
            byte[] file = files.get(batch.file());
            for (int at = 0; at < file.length; at += width, example++) {
                classes[example] = file[at + reading.labelBytes() - 1] & 0xff;
                if (hasSuperclasses) {
                    superclasses[example] = file[at] & 0xff;
                }
                System.arraycopy(
                        file,
                        at + reading.labelBytes(),
                        pixels,
                        example * reading.shape().size(),
                        reading.shape().size());
            }
        }
        ImageSet.Builder images =
                ImageSet.builder(name() + "/" + part, reading.shape(), pixels).labels(classes);
        return (hasSuperclasses ? images.factors(List.of(SUPERCLASS), superclasses) : images).build();
    }
}
