package org.vae4j.data.source.known;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.vae4j.data.CorruptDataException;
import org.vae4j.data.DataException;

/**
 * A file as its authors published it.
 *
 * @param name with all endings
 * @param bytes that it has at most, as it is and unpacked
 * @param md5 of the file as it is, in hexadecimal digits; blank where none is known
 */
record PublishedFile(String name, long bytes, String md5) {

    private static final String GZ = ".gz";

    /** A file of which only the form is known. */
    static PublishedFile unchecked(String name, long bytes) {
        return new PublishedFile(name, bytes, "");
    }

    /** The name of the same file unpacked; the name itself for one that is not packed. */
    String plainName() {
        return name.endsWith(GZ) ? name.substring(0, name.length() - GZ.length()) : name;
    }

    /** Makes something of the uncompressed bytes of a file. */
    interface Parser<T> {
        T of(InputStream in) throws IOException;
    }

    /** Reads the file, packed or not; its checksum is that of the packed one. */
    <T> T read(Path path, Parser<T> parser) {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            boolean packed = path.getFileName().toString().endsWith(GZ);
            if (packed || !name.endsWith(GZ)) {
                requireMd5(path);
            }
            return parser.of(packed ? new GZIPInputStream(raw, 1 << 16) : raw);
        } catch (ZipException | EOFException e) {
            throw new CorruptDataException(
                    path + ": found damaged gzip (" + e.getMessage() + "), expected a sound file: copy it again", e);
        } catch (IOException e) {
            throw new DataException(
                    path + " cannot be read (" + e.getMessage() + "), expected a readable file: check its permissions",
                    e);
        }
    }

    /** Holds the file against the checksum that its authors published, where there is one. */
    void requireMd5(Path path) throws IOException {
        if (md5.isBlank()) {
            return;
        }
        try (InputStream in = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(md5)) {
                throw new CorruptDataException(path + ": found the MD5 " + found + ", expected " + md5
                        + " as published: this is another or a damaged file, copy or fetch the right one");
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }
}
