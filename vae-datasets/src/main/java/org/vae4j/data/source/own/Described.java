package org.vae4j.data.source.own;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.Split;

/** Makes the description of data that were opened. */
final class Described {

    private Described() {}

    static DataDescription of(String name, OwnData found, Split split) {
        Map<String, Integer> examples = new LinkedHashMap<>();
        examples.put("train", split.train().size());
        split.valid().ifPresent(part -> examples.put("valid", part.size()));
        if (split.reported() == Split.Reported.TEST) {
            examples.put("test", split.test().size());
        }
        double[] shades = shades(split.train());
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
                shades[0],
                shades[1]);
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static int classes(ExampleSet train) {
        return train.hasLabels()
                ? (int) IntStream.range(0, train.size())
                        .map(train::label)
                        .distinct()
                        .count()
                : 0;
    }

    /** Images of real values are shown from the least to the greatest of them, others from 0 to 1. */
    private static double[] shades(ExampleSet train) {
        if (train.values() != DataRange.REAL) {
            return new double[] {0, 1};
        }
        double[] shades = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        float[] row = new float[train.shape().size()];
        for (int i = 0; i < train.size(); i++) {
            train.copyTo(i, row, 0);
            for (float value : row) {
                shades[0] = Math.min(shades[0], value);
                shades[1] = Math.max(shades[1], value);
            }
        }
        return shades[0] < shades[1] ? shades : new double[] {shades[0], shades[0] + 1};
    }
}
