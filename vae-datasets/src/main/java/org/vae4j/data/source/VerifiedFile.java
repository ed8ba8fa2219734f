package org.vae4j.data.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;

/** Reads a data file, plain or gzipped, once, and checks its digest on the way. */
final class VerifiedFile {

    private static final int BUFFER = 1 << 16;

    private VerifiedFile() {}

    /** Turns the uncompressed bytes of a file into something; must read them to their end. */
    interface Parser<T> {
        T parse(InputStream content) throws IOException;
    }

    /**
     * Reads a file and verifies it.
     *
     * @throws CorruptDataException if the content is not what {@code file} says
     * @throws DataException if it cannot be read
     */
    static <T> T read(Path path, DataFile file, Parser<T> parser) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), BUFFER)) {
            boolean gzip = isGzip(raw);
            MessageDigest compressed = digest("MD5");
            MessageDigest content = digest("SHA-256");
            boolean md5 = gzip && file.check() instanceof DataFile.GzipMd5;
            InputStream source = md5 ? new DigestInputStream(raw, compressed) : raw;
            InputStream plain = gzip ? new GZIPInputStream(new Unclosed(source), BUFFER) : source;
            T result = parser.parse(
                    file.check() instanceof DataFile.RowSum ? plain : new DigestInputStream(plain, content));
            if (file.check() instanceof DataFile.ContentSha256 expected) {
                requireDigest(path, "SHA-256 of the uncompressed content", content, expected.hex());
            } else if (file.check() instanceof DataFile.GzipMd5 expected) {
                if (gzip) {
                    source.skipNBytes(source.available());
                    requireDigest(path, "MD5", compressed, expected.hex());
                }
                requireNot(path, content, expected.other());
            }
            return result;
        } catch (ZipException | EOFException e) {
            throw new CorruptDataException(
                    path + " is damaged gzip (" + e.getMessage() + "), expected a sound file: fetch or copy it again",
                    e);
        } catch (IOException e) {
            throw new DataException(
                    path + " cannot be read (" + e.getMessage() + "), expected a readable file: check its permissions",
                    e);
        }
    }

    /** Copies the uncompressed bytes of a file, plain or gzipped. */
    static void copyPlain(Path from, OutputStream to) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(from), BUFFER);
                InputStream plain = isGzip(raw) ? new GZIPInputStream(raw, BUFFER) : raw) {
            plain.transferTo(to);
        }
    }

    /** SHA-256 and MD5 come with every Java. */
    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is missing from this Java", e);
        }
    }

    private static boolean isGzip(InputStream raw) throws IOException {
        raw.mark(2);
        byte[] magic = raw.readNBytes(2);
        raw.reset();
        return magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
    }

    private static void requireDigest(Path path, String what, MessageDigest found, String expected) {
        String hex = HexFormat.of().formatHex(found.digest());
        if (!hex.equals(expected)) {
            throw new CorruptDataException(path + " has " + what + " " + hex + ", expected " + expected
                    + ": this is another or a damaged file, delete it and fetch or copy it again");
        }
    }

    private static void requireNot(Path path, MessageDigest found, String other) {
        if (HexFormat.of().formatHex(found.digest()).equals(other)) {
            throw new CorruptDataException(path + " is MNIST's file of that name, expected that of "
                    + path.getParent().getFileName() + ": replace it, the two data sets must not share a folder");
        }
    }

    /** Leaves closing to the one who opened it. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {}
    }
}
