package org.vae4j.model.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Looks through a model file before DL4J opens it, and refuses what a model of this library never contains: entries that
 * DL4J would deserialise, classes that nobody vouched for, arrays that are not what they declare, sizes without bound.
 *
 * <p>It reads the zip the way DL4J does, as a stream, so that both see the same entries. Nothing is written to disk.
 */
public final class ModelFileGuard {

    /** The system property that raises the largest size a model file may unpack to, in bytes. */
    public static final String MAX_BYTES = "vae4j.maxModelBytes";

    private static final long DEFAULT_MAX_BYTES = 1L << 30;
    private static final int MAX_JSON_BYTES = 16 << 20;
    private static final String CONFIGURATION = "configuration.json";
    private static final Set<String> ARRAYS = Set.of("coefficients.bin", "updaterState.bin");
    private static final String OWN = "vae4j-[a-z0-9-]{1,40}\\.(json|txt)";

    private final Path file;
    private final Budget budget;
    private final Set<String> seen = new HashSet<>();

    private ModelFileGuard(Path file, Budget budget) {
        this.file = file;
        this.budget = budget;
    }

    /**
     * Throws unless the file is a model that is safe to load.
     *
     * @param file what is going to be loaded
     * @throws IOException when it can't be read, is damaged, or holds what a model does not
     */
    public static void check(Path file) throws IOException {
        long limit = Long.getLong(MAX_BYTES, DEFAULT_MAX_BYTES);
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            new ModelFileGuard(file, new Budget(zip, limit)).checkAll(zip);
        } catch (Refusal e) {
            throw new IOException(e.text(file), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("found a damaged file " + file + ", expected a model: " + e.getMessage(), e);
        }
    }

    private void checkAll(ZipInputStream zip) throws IOException {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            checkEntry(entry.getName());
            zip.closeEntry();
        }
        if (!seen.contains(CONFIGURATION) || !seen.contains("coefficients.bin")) {
            throw new IOException("found no network in " + file + ", expected a model file");
        }
    }

    private void checkEntry(String name) throws IOException {
        if (!seen.add(name)) {
            throw new Refusal("'" + printable(name) + "' twice");
        }
        if (name.equals(CONFIGURATION)) {
            ClassNames.check(json(name));
        } else if (ARRAYS.contains(name)) {
            StoredArray.check(name, budget);
        } else if (name.matches(OWN)) {
            json(name);
        } else {
            throw new Refusal("an entry '" + printable(name) + "'");
        }
    }

    private byte[] json(String name) throws IOException {
        byte[] bytes = budget.readNBytes(MAX_JSON_BYTES + 1);
        if (bytes.length > MAX_JSON_BYTES) {
            throw new Refusal("more than " + MAX_JSON_BYTES + " bytes of '" + name + "'");
        }
        return bytes;
    }

    /** A name that someone chose must not reach a terminal with control characters, nor at any length. */
    static String printable(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > 80 ? plain.substring(0, 80) + "..." : plain;
    }
}
