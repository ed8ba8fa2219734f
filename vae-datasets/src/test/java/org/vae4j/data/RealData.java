package org.vae4j.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Recorded data for the tests that need it. */
public final class RealData {

    private RealData() {}

    /** The folder that holds {@code set}, or the test is skipped with a message that says so. */
    public static Path require(String set) {
        String dir = System.getenv("VAE_DATA_DIR");
        assumeTrue(
                dir != null && Files.isDirectory(Path.of(dir).resolve(set)),
                "skipped: set VAE_DATA_DIR to a folder that holds " + set + "/ to run this test");
        return Path.of(dir);
    }
}
