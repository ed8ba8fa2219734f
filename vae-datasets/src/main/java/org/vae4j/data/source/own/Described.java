package org.vae4j.data.source.own;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.Split;

/** Describes data that were opened. */
final class Described {

    private Described() {}

    static DataDescription of(String name, OwnData found, Split split) {
        Map<String, Integer> examples = new LinkedHashMap<>();
        examples.put("train", split.train().size());
        split.valid().ifPresent(part -> examples.put("valid", part.size()));
        if (split.reported() == Split.Reported.TEST) {
            examples.put("test", split.test().size());
        }
        Shades shades = Shades.of(split.train());
        return new DataDescription(
                name,
                split.train().shape().sizes(),
                split.train().values(),
                examples,
                classes(split.train()),
                found.classes(),
                split.reported(),
                split.test().sha256(),
                found.columns(),
                list(found.standardisation().map(Standardisation::means).orElse(new double[0])),
                list(found.standardisation().map(Standardisation::deviations).orElse(new double[0])),
                shades.black(),
                shades.white());
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** The number of different labels. */
    private static int classes(ExampleSet train) {
        return train.hasLabels()
                ? (int) IntStream.range(0, train.size())
                        .map(train::label)
                        .distinct()
                        .count()
                : 0;
    }

    /** The values that pictures show black and white. */
    private record Shades(double black, double white) {

        /** From the least to the greatest value of real images, which differ by 1 if all are the same; else 0 and 1. */
        static Shades of(ExampleSet train) {
            if (train.values() != DataRange.REAL) {
                return new Shades(0, 1);
            }
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            float[] row = new float[train.shape().size()];
            for (int i = 0; i < train.size(); i++) {
                train.copyTo(i, row, 0);
                for (float value : row) {
                    least = Math.min(least, value);
                    greatest = Math.max(greatest, value);
                }
            }
            return new Shades(least, least < greatest ? greatest : least + 1);
        }
    }
}
