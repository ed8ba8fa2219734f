package org.vae4j.data.source.own;

import java.nio.file.Path;
import java.util.Objects;
import org.vae4j.data.source.found.FoundParts;
import org.vae4j.data.source.found.ReadRule;

/**
 * The place of the user's own data, and how they are read, scaled and split.
 *
 * @param source a file, a folder, an archive of a folder, or a pattern that files match
 * @param reading the rule that makes examples of files
 * @param range the rule by which the numbers are scaled
 * @param split the division of the examples where the files do not say it
 */
public record OwnSpec(Path source, ReadRule reading, RangeRule range, SplitRule split) {

    /** Checks that nothing is missing. */
    public OwnSpec {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(reading, "reading");
        Objects.requireNonNull(range, "range");
        Objects.requireNonNull(split, "split");
    }

    /**
     * {@return the name of the data: that of the file or folder, without its ending; of a pattern, that of the folder
     * before it}
     */
    public String name() {
        return FoundParts.name(source);
    }
}
