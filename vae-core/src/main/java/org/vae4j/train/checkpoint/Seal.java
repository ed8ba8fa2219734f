package org.vae4j.train.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Stores the SHA-256 of a zip file as the file's comment, and checks it. The check detects any changed, missing or
 * additional byte before the content is parsed, and the file stays readable by every zip program.
 *
 * <p>A zip file ends with the length of its comment in two bytes, low byte first, and the comment itself. The hash
 * covers all bytes before the comment, including its length.
 */
final class Seal {

    /** Hexadecimal digits of a SHA-256. */
    private static final int LENGTH = 64;
    /** The first bytes of the record that ends a zip file: its signature and the numbers of its disks. */
    private static final byte[] END_RECORD = {'P', 'K', 5, 6, 0, 0, 0, 0};
    /** Bytes of that record when there is no comment. */
    private static final int END_RECORD_LENGTH = 22;

    private static final int BUFFER = 1 << 16;

    private Seal() {}

    /** Seals a zip file in place; it must have no comment yet. */
    static void put(Path zip) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "rw")) {
            file.seek(file.length() - 2);
            file.write(new byte[] {LENGTH, 0});
        }
        String hash = hash(zip);
        Files.writeString(zip, hash, StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
    }

    /**
     * Checks the seal. The file is opened once, so that the result holds for one file even if another process replaces
     * it meanwhile.
     *
     * @return true if the seal is right; false for a complete zip file without a comment, as version 0.1 wrote it
     * @throws DamagedCheckpointException when the seal is wrong or missing
     */
    static boolean check(Path zip) throws IOException {
        MessageDigest digest = sha256();
        byte[] end = new byte[0];
        long size = 0;
        try (InputStream in = Files.newInputStream(zip)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                // The last LENGTH bytes so far may be the seal, which the hash does not cover.
                byte[] unhashed = concat(end, buffer, read);
                int count = Math.max(0, unhashed.length - LENGTH);
                digest.update(unhashed, 0, count);
                end = Arrays.copyOfRange(unhashed, count, unhashed.length);
            }
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        if (new String(end, StandardCharsets.ISO_8859_1).equals(hash)) {
            return true;
        }
        if (endsWithoutComment(end)) {
            return false;
        }
        throw new DamagedCheckpointException("found a damaged file " + zip + " of " + size
                + " bytes, expected a checkpoint whose content has the SHA-256 at its end");
    }

    private static byte[] concat(byte[] first, byte[] second, int length) {
        byte[] both = Arrays.copyOf(first, first.length + length);
        System.arraycopy(second, 0, both, first.length, length);
        return both;
    }

    /** Whether a file's last bytes are those of a zip file without a comment. */
    private static boolean endsWithoutComment(byte[] end) {
        if (end.length < END_RECORD_LENGTH) {
            return false;
        }
        byte[] ending = Arrays.copyOfRange(end, end.length - END_RECORD_LENGTH, end.length);
        return Arrays.equals(Arrays.copyOf(ending, END_RECORD.length), END_RECORD)
                && ending[END_RECORD_LENGTH - 2] == 0
                && ending[END_RECORD_LENGTH - 1] == 0;
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
