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
 * CIFAR-10 or CIFAR-100 (Krizhevsky 2009) in the binary version: records of one or two label bytes and the red, green
 * and blue plane of an image. The archive is read as it is; files that were taken out of it are read as well.
 */
final class CifarSet extends KnownSet {

    private final Reading reading;

    CifarSet(About about, Reading reading) {
        super(about);
        this.reading = reading;
    }

    /**
     * How the files are to be understood.
     *
     * @param folder in the archive
     * @param train the files of the training part
     * @param test the file of the test part
     * @param labelBytes before each image; the last is the class, one before it a coarser class
     * @param shape of an image
     */
    record Reading(String folder, List<Batch> train, Batch test, int labelBytes, ImageShape shape) {
        Reading {
            train = List.copyOf(train);
        }

        /** Bytes per record. */
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
     * @param records that it has
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

    private Map<String, byte[]> unpacked(Path path) {
        Map<String, byte[]> files = new HashMap<>();
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            boolean packed = path.getFileName().toString().contains(".gz");
            if (packed) {
                about().files().get(0).requireMd5(path);
            }
            TarArchiveInputStream tar = new TarArchiveInputStream(packed ? new GZIPInputStream(raw, 1 << 16) : raw);
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
        float[] coarse = new float[reading.labelBytes() > 1 ? n : 0];
        int example = 0;
        for (Batch batch : batches) {
            byte[] file = files.get(batch.file());
            for (int at = 0; at < file.length; at += width, example++) {
                classes[example] = file[at + reading.labelBytes() - 1] & 0xff;
                if (coarse.length > 0) {
                    coarse[example] = file[at] & 0xff;
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
        return (coarse.length > 0 ? images.factors(List.of(new Factor("superclass", "1", 20)), coarse) : images)
                .build();
    }
}
