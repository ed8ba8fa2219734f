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

/** Reads a data file, plain or gzipped, and verifies its digest in the same pass. */
final class VerifiedFile {

    private static final int BUFFER = 1 << 16;

    private VerifiedFile() {}

    /** Parses the uncompressed bytes of a file, which it must read to their end. */
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
            MessageDigest content = digest("SHA-256");
            InputStream plain = gzip ? new GZIPInputStream(raw, BUFFER) : raw;
            InputStream bounded = new BoundedInput(plain, path, file.bytes());
            T result = parser.parse(
                    file.check() instanceof DataFile.RowSum ? bounded : new DigestInputStream(bounded, content));
            if (file.check() instanceof DataFile.ContentSha256 expected) {
                requireDigest(path, content, expected.hex());
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

    /** Makes a digest; every Java has SHA-256 and MD5. */
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

    private static void requireDigest(Path path, MessageDigest found, String expected) {
        String hex = HexFormat.of().formatHex(found.digest());
        if (!hex.equals(expected)) {
            String other = Sources.nameOfSetWith(hex)
                    .map(set -> "it is a file of the data set " + set + ", and two sets must not share a folder; ")
                    .orElse("this is another or a damaged file; ");
            throw new CorruptDataException(path + " has SHA-256 of the uncompressed content " + hex + ", expected "
                    + expected + ": " + other + "move it away, and fetch or copy the right one; data of your own are"
                    + " named by data.source=" + path.getParent() + " in place of data.name and data.dir");
        }
    }

    /** Refuses content that is larger than it should be, such as a few bytes that unpack to gigabytes. */
    private static final class BoundedInput extends FilterInputStream {

        private final Path path;
        private final long most;
        private long left;

        BoundedInput(InputStream in, Path path, long most) {
            super(in);
            this.path = path;
            this.most = most;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                count(1);
            }
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw new CorruptDataException(path + " has more than the " + most
                        + " bytes of content that it should have: this is another or a damaged file; move it away, and fetch"
                        + " or copy the right one");
            }
        }
    }
}
