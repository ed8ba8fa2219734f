package org.vae4j.data.source.known;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;

/**
 * A file of a published data set.
 *
 * @param name the name with all endings
 * @param bytes an upper bound of the size in bytes, both of the published file and of its unpacked content
 * @param md5 the MD5 of the file as published, in hexadecimal digits; blank where none is known
 */
record PublishedFile(String name, long bytes, String md5) {

    PublishedFile {
        md5 = md5.toLowerCase(Locale.ROOT);
    }

    private static final String GZ = ".gz";
    private static final int BUFFER = 1 << 16;

    /** A file without a known checksum, of which only the format can be checked. */
    static PublishedFile unchecked(String name, long bytes) {
        return new PublishedFile(name, bytes, "");
    }

    /** The name of the file after unpacking, which is the same for a file that is not packed. */
    String plainName() {
        return name.endsWith(GZ) ? name.substring(0, name.length() - GZ.length()) : name;
    }

    /** Parses the uncompressed bytes of a file. */
    interface Parser<T> {
        T of(InputStream in) throws IOException;
    }

    /**
     * Reads the file, packed or not. The checksum is that of the packed file, so an unpacked copy is not verified by
     * it. The file is opened once: what is parsed is what was verified, even if another process replaces the file.
     *
     * @throws CorruptDataException if the checksum is wrong, or the file is damaged
     * @throws DataException if it cannot be read
     */
    <T> T read(Path path, Parser<T> parser) {
        boolean packed = path.getFileName().toString().endsWith(GZ);
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            if (packed || !name.endsWith(GZ)) {
                requireMd5(path, file);
            }
            InputStream raw = new BufferedInputStream(Channels.newInputStream(file), BUFFER);
            return parser.of(packed ? new GZIPInputStream(raw, BUFFER) : raw);
        } catch (ZipException | EOFException e) {
            throw new CorruptDataException(
                    path + ": found " + (packed ? "damaged gzip" : "a file that ends too early") + " (" + e.getMessage()
                            + "), expected a sound file: copy it again",
                    e);
        } catch (IOException e) {
            throw new DataException(
                    path + " cannot be read (" + e.getMessage() + "), expected a readable file: check its permissions",
                    e);
        }
    }

    /** Verifies the file by the checksum that its authors published, where there is one. */
    void requireMd5(Path path) throws IOException {
        if (md5.isBlank()) {
            return;
        }
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            requireMd5(path, file);
        }
    }

    /** Verifies an open file from its first byte, and goes back to that byte. */
    private void requireMd5(Path path, SeekableByteChannel file) throws IOException {
        if (md5.isBlank()) {
            return;
        }
        String found = HexFormat.of().formatHex(md5Of(file));
        if (!found.equals(md5)) {
            throw new CorruptDataException(path + ": found the MD5 " + found + ", expected " + md5
                    + " as published: this is another or a damaged file, copy or fetch the right one");
        }
        file.position(0);
    }

    private static byte[] md5Of(SeekableByteChannel file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (file.read(buffer) >= 0) {
                digest.update(buffer.flip());
                buffer.clear();
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
