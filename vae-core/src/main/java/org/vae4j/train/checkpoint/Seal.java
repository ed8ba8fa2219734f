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
    private static final int BUFFER = 1 << 16;

    private Seal() {}

    /** Seals a zip file without a comment. */
    static void put(Path zip) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(zip.toFile(), "rw")) {
            file.seek(file.length() - 2);
            file.write(new byte[] {LENGTH, 0});
        }
        String hash = hash(zip);
        Files.writeString(zip, hash, StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
    }

    /**
     * Checks the seal. The file is opened once, so that one that is replaced meanwhile is judged as a whole.
     *
     * @return false for a whole zip file without any comment, as it was written before there were seals
     */
    static boolean check(Path zip) throws IOException {
        MessageDigest digest = sha256();
        byte[] end = new byte[0];
        long size = 0;
        try (InputStream in = Files.newInputStream(zip)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                // All but the last bytes, which may be the seal.
                byte[] known = concat(end, buffer, read);
                int sure = Math.max(0, known.length - LENGTH);
                digest.update(known, 0, sure);
                end = Arrays.copyOfRange(known, sure, known.length);
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

    private static boolean endsWithoutComment(byte[] end) {
        if (end.length < ENDING) {
            return false;
        }
        byte[] ending = Arrays.copyOfRange(end, end.length - ENDING, end.length);
        return Arrays.equals(Arrays.copyOf(ending, EMPTY_ENDING.length), EMPTY_ENDING)
                && ending[ENDING - 2] == 0
                && ending[ENDING - 1] == 0;
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
