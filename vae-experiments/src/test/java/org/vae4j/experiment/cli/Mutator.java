package org.vae4j.experiment.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Damages files at random, as disks, editors and attackers do; the same seed does the same damage. */
final class Mutator {

    /** Texts that parsers often handle wrongly. */
    private static final List<String> TOKENS = List.of(
            "null",
            "NaN",
            "-1",
            "1e999",
            "99999999999999999999",
            "0",
            "[]",
            "{}",
            "\"",
            "'",
            ",",
            "\n",
            "\0",
            "\ufeff",
            "é",
            ":",
            "&a *a",
            "!!java.net.URL",
            "true",
            "\u001b[2J");

    private static final byte[] BYTES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '0', '9', '-', '.', '{', '"', '\n', ' '};

    private final Random random;

    Mutator(long seed) {
        random = new Random(seed);
    }

    /**
     * Does one to three damages. Of half of the zip archives, one entry is damaged and the archive is packed anew, so
     * that its checksums are right.
     *
     * @param sound the content of a file; unchanged
     * @return the damaged content
     */
    byte[] damage(byte[] sound) throws IOException {
        boolean zip = sound.length > 3 && sound[0] == 'P' && sound[1] == 'K';
        if (zip && random.nextBoolean()) {
            return damageEntry(sound);
        }
        byte[] damaged = sound;
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            damaged = once(damaged);
        }
        return damaged;
    }

    private byte[] damageEntry(byte[] archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        String chosen = new ArrayList<>(entries.keySet()).get(random.nextInt(entries.size()));
        entries.put(chosen, once(entries.get(chosen)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    /** Does one damage at a random place. */
    private byte[] once(byte[] sound) {
        if (sound.length == 0) {
            return token();
        }
        int at = random.nextInt(sound.length);
        int length = 1 + random.nextInt(Math.min(16, sound.length - at));
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(sound, at);
            case 1 -> changed(sound, at, sound[at] ^ 1 << random.nextInt(8));
            case 2 -> changed(sound, at, BYTES[random.nextInt(BYTES.length)]);
            case 3 -> replaced(sound, at, length, new byte[0]);
            case 4 -> replaced(sound, at, length, token());
            case 5 -> replaced(sound, at, 0, Arrays.copyOfRange(sound, at, Math.min(sound.length, at + 200)));
            default -> numberReplaced(sound, at);
        };
    }

    /** Replaces the next number, such as a size, a count or a seed, by a token. */
    private byte[] numberReplaced(byte[] sound, int from) {
        int at = from;
        while (at < sound.length && (sound[at] < '0' || sound[at] > '9')) {
            at++;
        }
        int end = at;
        while (end < sound.length && sound[end] >= '0' && sound[end] <= '9') {
            end++;
        }
        return replaced(sound, Math.min(at, sound.length), end - at, token());
    }

    private byte[] token() {
        return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] changed(byte[] sound, int at, int value) {
        byte[] copy = sound.clone();
        copy[at] = (byte) value;
        return copy;
    }

    private static byte[] replaced(byte[] sound, int at, int length, byte[] by) {
        byte[] result = new byte[sound.length - length + by.length];
        System.arraycopy(sound, 0, result, 0, at);
        System.arraycopy(by, 0, result, at, by.length);
        System.arraycopy(sound, at + length, result, at + by.length, sound.length - at - length);
        return result;
    }
}
