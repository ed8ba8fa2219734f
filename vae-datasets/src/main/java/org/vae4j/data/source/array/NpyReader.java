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
 * Reads arrays in NumPy's NPY format (numpy.lib.format, versions 1.0 to 3.0): all integer and real types, row-major and
 * column-major, in both byte orders. Arrays of objects are refused; nothing is ever unpickled.
 */
public final class NpyReader {

    /** Bytes to read at once from a file of which only the header is read. */
    private static final int HEADER_BUFFER = 1 << 10;

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
     * Maps one array into memory, if the file stores it as it is used: unsigned bytes or little-endian floats of 4
     * bytes, row by row.
     *
     * @param file an uncompressed file
     * @return the array; empty if it must be read instead
     * @throws CorruptDataException if the content is no such array of finite numbers
     * @throws IOException if the file cannot be read
     */
    public static Optional<NumberArray> map(Path file) throws IOException {
        Optional<NpyHeader> header = mappable(file);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        NumberArray mapped = mapped(file, header.get());
        content(file, header.get()).requireFinite(mapped);
        return Optional.of(mapped);
    }

    /**
     * Maps one array whose content the caller verifies by its hash. Values are not checked to be finite.
     *
     * @param file a file that {@link NpyWriter} wrote
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

    /** The header of a file whose array can be mapped; empty for others. */
    private static Optional<NpyHeader> mappable(Path file) throws IOException {
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            return Optional.empty();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), HEADER_BUFFER)) {
            NpyHeader header = NpyHeader.read(in, file.toString());
            boolean bytes = header.type() == ElementType.UNSIGNED_8;
            boolean floats = header.type() == ElementType.FLOAT_32 && header.order() == ByteOrder.LITTLE_ENDIAN;
            return header.columnMajor() || !bytes && !floats ? Optional.empty() : Optional.of(header);
        }
    }

    private static ArrayContent content(Path file, NpyHeader header) {
        return new ArrayContent(file.toString(), header.sizes(), header.type(), header.order());
    }

    private static NumberArray mapped(Path file, NpyHeader header) throws IOException {
        ArrayContent content = content(file, header);
        long count = content.count(Long.MAX_VALUE / Long.BYTES);
        int width = content.type().width();
        int offset = header.bytes();
        content.requireAll((Files.size(file) - offset) / width, count);
        if (Files.size(file) != offset + count * width) {
            throw content.trailingBytes(count);
        }
        return content.type() == ElementType.UNSIGNED_8
                ? NumberArray.ofBytes(content.intSizes(), MappedBytes.of(file, offset, count))
                : NumberArray.ofFloats(content.intSizes(), MappedFloats.of(file, offset, count));
    }
}
