package org.vae4j.data.source.own;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parts of a data set, by the names that their files and folders bear. */
enum Part {
    TRAIN(List.of("train", "training")),
    VALID(List.of("valid", "val", "validation", "dev")),
    TEST(List.of("test", "testing", "t10k")),
    /** All examples, which are still to be divided. */
    ALL(List.of());

    private final List<String> names;

    Part(List<String> names) {
        this.names = names;
    }

    /** Of names such as train, train-images-idx3-ubyte and x_train. */
    static Optional<Part> named(String stem) {
        String text = stem.toLowerCase(Locale.ROOT).replaceFirst("^(x|images|data)[-_]", "");
        return Arrays.stream(values())
                .filter(part -> part.names.stream()
                        .anyMatch(name -> text.equals(name)
                                || text.matches(
                                        name + "([-_.](x|images|data)?|data)([-_.]?idx\\d)?([-_.]ubyte)?(\\.gz)?")))
                .findFirst();
    }

    /** "train". */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
