package org.vae4j.data.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.vae4j.data.source.DataFile.ContentSha256;

/** A data set in MNIST's format with 5 training and 3 test images of 2×3 pixels. */
final class TinyIdx {

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private TinyIdx() {}

    static TinyIdx create() {
        TinyIdx tiny = new TinyIdx();
        tiny.files.put("train-images-idx3-ubyte", idx(5, 2, 3));
        tiny.files.put("train-labels-idx1-ubyte", idx(5));
        tiny.files.put("t10k-images-idx3-ubyte", idx(3, 2, 3));
        tiny.files.put("t10k-labels-idx1-ubyte", idx(3));
        return tiny;
    }

    Map<String, byte[]> files() {
        return files;
    }

    Source source() {
        List<DataFile> known = files.entrySet().stream()
                .map(e -> new DataFile(
                        e.getKey(),
                        e.getValue().length,
                        new ContentSha256(HexFormat.of()
                                .formatHex(VerifiedFile.digest("SHA-256").digest(e.getValue())))))
                .toList();
        return new IdxSource(new IdxSpec("tiny", "five images", known, List.of()));
    }

    void write(Path root, boolean gzip) throws IOException {
        Path folder = Files.createDirectories(root.resolve("tiny"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(
                    folder.resolve(file.getKey() + (gzip ? ".gz" : "")),
                    gzip ? gzip(file.getValue()) : file.getValue());
        }
    }

    static DataFolders folders(Path root) {
        return new DataFolders(Optional.of(root), Map.of(), root, "Linux");
    }

    /** An IDX file of these dimensions whose values count up from 0. */
    static byte[] idx(int... dimensions) {
        int length = 1;
        for (int size : dimensions) {
            length *= size;
        }
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + length);
        bytes.put(new byte[] {0, 0, 8, (byte) dimensions.length});
        for (int size : dimensions) {
            bytes.putInt(size);
        }
        for (int i = 0; i < length; i++) {
            bytes.put((byte) i);
        }
        return bytes.array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
