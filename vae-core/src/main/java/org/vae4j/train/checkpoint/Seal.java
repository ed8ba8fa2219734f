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
 * The SHA-256 of a zip file, as the comment that ends it: any changed, missing or additional byte is found out before
 * anything is made of the content, and every program that reads zip files still reads this one.
 *
 * <p>A zip file ends with the length of its comment, two bytes, and the comment. The hash is over everything before it,
 * those two bytes included.
 */
final class Seal {

    private static final int LENGTH = 64;
    private static final byte[] EMPTY_ENDING = {'P', 'K', 5, 6, 0, 0, 0, 0};
    private static final int ENDING = 22;

    private Seal() {}

    /** Seals a zip file without a comment. */
    static void put(Path zip) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "rw")) {
            file.seek(file.length() - 2);
            file.write(new byte[] {LENGTH, 0});
        }
        String hash = hash(zip, Files.size(zip));
        Files.writeString(zip, hash, StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
    }

    /**
     * Checks the seal.
     *
     * @return false for a whole zip file without any comment, as it was written before there were seals
     */
    static boolean check(Path zip) throws IOException {
        long size = Files.size(zip);
        if (size >= LENGTH && end(zip, size, LENGTH).equals(hash(zip, size - LENGTH))) {
            return true;
        }
        if (endsWithoutComment(zip, size)) {
            return false;
        }
        throw new DamagedCheckpointException("found a damaged file " + zip + " of " + size
                + " bytes, expected a checkpoint whose content has the SHA-256 at its end");
    }

    private static boolean endsWithoutComment(Path zip, long size) throws IOException {
        if (size < ENDING) {
            return false;
        }
        byte[] ending = end(zip, size, ENDING).getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.equals(Arrays.copyOf(ending, EMPTY_ENDING.length), EMPTY_ENDING)
                && ending[ENDING - 2] == 0
                && ending[ENDING - 1] == 0;
    }

    private static String end(Path file, long size, int length) throws IOException {
        byte[] bytes = new byte[length];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(size - length);
            in.readFully(bytes);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String hash(Path file, long length) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            long left = length;
            while (left > 0) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new DamagedCheckpointException("found " + file + " cut off while it was read, expected "
                            + length + " bytes: is another process writing it?");
                }
                digest.update(buffer, 0, read);
                left -= read;
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
