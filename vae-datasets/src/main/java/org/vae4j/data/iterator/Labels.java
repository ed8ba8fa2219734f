package org.vae4j.data.iterator;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.data.ExampleSet;

/**
 * The use of the examples' classes in a batch.
 *
 * @param conditions number of classes whose one-hot code follows the features; 0: none
 * @param targets number of classes whose one-hot code is delivered as the labels of a batch; 0: the features are the
 *     labels
 */
record Labels(int conditions, int targets) {

    static final Labels NONE = new Labels(0, 0);

    boolean isAny() {
        return conditions > 0 || targets > 0;
    }

    /** Adds the classes as conditions; every label of the set must lie below the count. */
    Labels withConditions(int count, ExampleSet set) {
        requireClasses(count, set);
        return new Labels(count, targets);
    }

    /** Adds the classes as targets; every label of the set must lie below the count. */
    Labels withTargets(int count, ExampleSet set) {
        requireClasses(count, set);
        return new Labels(conditions, count);
    }

    private static void requireClasses(int count, ExampleSet set) {
        if (count < 0) {
            throw new IllegalArgumentException("found " + count
                    + " classes, expected at least 1, or 0 for none: pass the number of classes of " + set.name());
        }
        if (count == 0) {
            return;
        }
        if (!set.hasLabels()) {
            throw new IllegalArgumentException("found no labels in " + set.name()
                    + ", expected a labelled data set for conditions: use mnist, for example");
        }
        for (int i = 0; i < set.size(); i++) {
            if (set.label(i) >= count) {
                throw new IllegalArgumentException("found the label " + set.label(i) + " in " + set.name()
                        + ", expected 0 to " + (count - 1) + ": the model knows " + count + " classes");
            }
        }
    }

    /** Makes the targets {@code [examples, classes]} of the batch that the source computed last. */
    static INDArray oneHot(BatchSource source, int batch, int classes) {
        INDArray targets = Nd4j.zeros(DataType.FLOAT, source.examples(batch), classes);
        for (int i = 0; i < targets.rows(); i++) {
            targets.putScalar(i, source.label(i), 1);
        }
        return targets;
    }
}
