package org.vae4j.data.source.own;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Data of the user's own.
 *
 * @param source a file, a folder, or a ZIP archive of a folder
 * @param reading how files become examples
 * @param range what the numbers become
 * @param split how the examples are divided where the files do not say it
 */
public record OwnSpec(Path source, ReadRule reading, RangeRule range, SplitRule split) {

    /** Checks that nothing is missing. */
    public OwnSpec {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(reading, "reading");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(split, "split");
    }

    /** {@return the name of the data: that of the file or folder, without its ending} */
    public String name() {
        String file = source.toAbsolutePath().normalize().getFileName().toString();
        int dot = file.indexOf('.', 1);
        String stem = dot < 0 ? file : file.substring(0, dot);
        return stem.replaceAll("[^A-Za-z0-9._-]", "-");
    }
}
