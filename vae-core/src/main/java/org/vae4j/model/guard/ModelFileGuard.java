package org.vae4j.model.guard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Reads a model file and refuses content that a model of this library never has: entries that DL4J would deserialise,
 * names of classes that are not admitted, arrays that contradict their headers, and sizes beyond a limit.
 *
 * <p>The file is read once and the checked bytes are returned, so that a file that is exchanged after the check does no
 * harm. Nothing is written to disk.
 */
public final class ModelFileGuard {

    /** The system property that sets the largest unpacked size of a model file, in bytes. */
    public static final String MAX_BYTES = "vae4j.maxModelBytes";

    private static final long DEFAULT_MAX_BYTES = 1L << 30;
    private static final int MAX_JSON_BYTES = 16 << 20;
    private static final int MAX_PRINTED = 80;
    private static final String CONFIGURATION = "configuration.json";
    private static final Set<String> ARRAYS = Set.of("coefficients.bin", "updaterState.bin");
    /** The names of this library's notes. */
    private static final String NOTE = "vae4j-[a-z0-9-]{1,40}\\.(json|txt)";

    private final Path file;
    private final Budget budget;
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private ModelFileGuard(Path file, Budget budget) {
        this.file = file;
        this.budget = budget;
    }

    /**
     * The largest unpacked size of a model file.
     *
     * @return bytes, from the system property {@link #MAX_BYTES} if it is set
     */
    public static long limit() {
        return Long.getLong(MAX_BYTES, DEFAULT_MAX_BYTES);
    }

    /**
     * Throws unless the file is a model that is safe to load.
     *
     * @param file the file to check
     * @throws IOException when it can't be read, is damaged, or contains anything that a model does not
     */
    public static void check(Path file) throws IOException {
        read(file);
    }

    /**
     * Throws unless a text is JSON whose classes may be named in model files.
     *
     * @param json the configuration of a network or of a part of one
     * @throws IOException when it is no JSON, or names a class that is not admitted
     */
    public static void checkClasses(String json) throws IOException {
        try {
            ClassNames.check(json.getBytes(StandardCharsets.UTF_8));
        } catch (Refusal e) {
            throw new IOException("found " + e.getMessage(), e);
        }
    }

    /**
     * Reads and checks a model file.
     *
     * @param file the file to read
     * @return the content of each entry by its name, in the file's order
     * @throws IOException when it can't be read, is damaged, or contains anything that a model does not
     */
    public static Map<String, byte[]> read(Path file) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            ModelFileGuard guard = new ModelFileGuard(file, new Budget(zip, limit()));
            guard.readAll(zip);
            return guard.entries;
        } catch (Refusal e) {
            throw new IOException(e.text(file), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("found a damaged file " + file + ", expected a model: " + e.getMessage(), e);
        }
    }

    /**
     * Tells whether an entry of a model file may have a name as a note of this library.
     *
     * @param name the name
     * @return whether it matches {@code vae4j-[a-z0-9-]{1,40}\\.(json|txt)}
     */
    public static boolean isNote(String name) {
        return name.matches(NOTE);
    }

    private void readAll(ZipInputStream zip) throws IOException {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entries.containsKey(entry.getName())) {
                throw new Refusal("'" + printable(entry.getName()) + "' twice");
            }
            entries.put(entry.getName(), checked(entry.getName()));
            zip.closeEntry();
        }
        if (!entries.containsKey(CONFIGURATION) || !entries.containsKey("coefficients.bin")) {
            throw new IOException("found no network in " + file + ", expected a model file");
        }
    }

    /** Reads the present entry and checks it by its name. */
    private byte[] checked(String name) throws IOException {
        if (ARRAYS.contains(name)) {
            byte[] array = budget.readAllBytes();
            StoredArray.check(name, new ByteArrayInputStream(array));
            return array;
        }
        if (!name.equals(CONFIGURATION) && !isNote(name)) {
            throw new Refusal("an entry '" + printable(name) + "'");
        }
        byte[] json = json(name);
        if (name.equals(CONFIGURATION)) {
            ClassNames.check(json);
        }
        return json;
    }

    private byte[] json(String name) throws IOException {
        byte[] bytes = budget.readNBytes(MAX_JSON_BYTES + 1);
        if (bytes.length > MAX_JSON_BYTES) {
            throw new Refusal("more than " + MAX_JSON_BYTES + " bytes of '" + name + "'");
        }
        return bytes;
    }

    /**
     * A text from a file for an error message: shortened, and without control characters, which could steer a terminal.
     */
    static String printable(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > MAX_PRINTED ? plain.substring(0, MAX_PRINTED) + "..." : plain;
    }
}
