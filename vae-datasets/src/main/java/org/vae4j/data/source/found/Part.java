package org.vae4j.data.source.found;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The parts of a data set, and the names of their files and folders. */
public enum Part {
    /** The examples that a model learns from. */
    TRAIN(List.of("train", "training")),
    /** The examples that choices are made on. */
    VALID(List.of("valid", "val", "validation", "dev")),
    /** The examples that results are reported on. */
    TEST(List.of("test", "testing", "t10k")),
    /** All examples, which are still to be divided. */
    ALL(List.of());

    private final List<String> names;

    Part(List<String> names) {
        this.names = names;
    }

    /** Finds the part that a name says, such as train, train-images-idx3-ubyte or x_train. */
    static Optional<Part> named(String stem) {
        String text = stem.toLowerCase(Locale.ROOT).replaceFirst("^(x|images|data)[-_]", "");
        return Arrays.stream(values())
                .filter(part -> part.names.stream()
                        .anyMatch(name -> text.equals(name)
                                || text.matches(
                                        name + "([-_.](x|images|data)?|data)([-_.]?idx\\d)?([-_.]ubyte)?(\\.gz)?")))
                .findFirst();
    }

    /** {@return the name in small letters, such as train} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
