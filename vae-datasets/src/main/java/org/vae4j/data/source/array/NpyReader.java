package org.vae4j.data.source.array;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.store.MappedBytes;
import org.vae4j.data.store.MappedFloats;

/**
 * Reads arrays in NumPy's NPY format (numpy.lib.format, versions 1.0 to 3.0): every integer and real type, both orders,
 * both byte orders. Never unpickles: arrays of objects are refused.
 */
public final class NpyReader {

    private NpyReader() {}

    /**
     * Reads one array.
     *
     * @param in the file's bytes; read to its end, not closed
     * @param name of the file, for messages
     * @return the array, last dimension fastest
     * @throws CorruptDataException if the content is no such array of finite numbers
     * @throws IOException if the bytes cannot be read
     */
    public static NumberArray read(InputStream in, String name) throws IOException {
        NpyHeader header = NpyHeader.read(in, name);
        if (!header.columnMajor()) {
            return new ArrayContent(name, header.sizes(), header.type(), header.order()).read(in);
        }
        List<Long> reversed = new ArrayList<>(header.sizes());
        Collections.reverse(reversed);
        return new ArrayContent(name, reversed, header.type(), header.order())
                .read(in)
                .transposed();
    }

    /**
     * Maps one array into memory, where it lies in the file as it is used: unsigned bytes, or little-endian floats of 4
     * bytes, row by row.
     *
     * @param file uncompressed
     * @return nothing where the array must be read instead
     * @throws CorruptDataException if the content is no such array of finite numbers
     * @throws IOException if the file cannot be read
     */
    public static Optional<NumberArray> map(Path file) throws IOException {
        Optional<ArrayContent> content = mappable(file);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        NumberArray mapped = mapped(file, content.get());
        content.get().requireFinite(mapped);
        return Optional.of(mapped);
    }

    /**
     * Maps one array whose content somebody verifies by its hash, without looking for values that are no finite
     * numbers.
     *
     * @param file written by {@link NpyWriter}
     * @return the array
     * @throws CorruptDataException if it is another file
     * @throws IOException if the file cannot be read
     */
    public static NumberArray mapVerified(Path file) throws IOException {
        return mapped(
                file,
                mappable(file)
                        .orElseThrow(() -> new CorruptDataException(file
                                + ": found another array than vae data import writes, expected unsigned bytes or"
                                + " floats of 4 bytes: import the data again")));
    }

    private static Optional<ArrayContent> mappable(Path file) throws IOException {
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            return Optional.empty();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 10)) {
            NpyHeader header = NpyHeader.read(in, file.toString());
            boolean bytes = header.type() == ElementType.UNSIGNED_8;
            boolean floats = header.type() == ElementType.FLOAT_32 && header.order() == ByteOrder.LITTLE_ENDIAN;
            return header.columnMajor() || !bytes && !floats
                    ? Optional.empty()
                    : Optional.of(new ArrayContent(file.toString(), header.sizes(), header.type(), header.order()));
        }
    }

    private static NumberArray mapped(Path file, ArrayContent content) throws IOException {
        long count = content.count(Long.MAX_VALUE >> 3);
        int width = content.type().width();
        int offset;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 10)) {
            offset = NpyHeader.read(in, file.toString()).bytes();
        }
        content.requireAll((Files.size(file) - offset) / width, count);
        if (Files.size(file) != offset + count * width) {
            throw content.longer(count);
        }
        return content.type() == ElementType.UNSIGNED_8
                ? NumberArray.ofBytes(content.ints(), MappedBytes.of(file, offset, count))
                : NumberArray.ofFloats(content.ints(), MappedFloats.of(file, offset, count));
    }
}
