package org.vae4j.data.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.TestImages;
import org.vae4j.data.transform.Binarisation;

class ImageBatchIteratorTest {

    private static final ImageShape SHAPE = new ImageShape(1, 5, 6);

    private static final int CLASSES = 4;

    private final ImageSet set = TestImages.pattern(23, SHAPE);

    @Test
    void aSequentialEpochHasEveryImageInOrderAndAShortLastBatch() {
        ImageBatchIterator batches = ImageBatchIterator.sequential(set, 8).build();
        List<Integer> sizes = new ArrayList<>();
        int example = 0;
        while (batches.hasNext()) {
            INDArray features = batches.next().getFeatures();
            sizes.add((int) features.size(0));
            for (int i = 0; i < features.size(0); i++, example++) {
                for (int j = 0; j < SHAPE.size(); j++) {
                    assertThat(features.getFloat(i, j))
                            .as("pixel %d of image %d", j, example)
                            .isEqualTo(set.pixel(example, j) / 255f);
                }
            }
        }
        assertThat(sizes).containsExactly(8, 8, 7);
        assertThat(batches.batchesPerEpoch()).isEqualTo(3);
        assertThat(batches.examples()).isEqualTo(23);
    }

    @Test
    void labelsAreTheFeaturesThemselvesInFOrder() {
        ImageBatchIterator batches = ImageBatchIterator.shuffled(set, 8, 1).build();
        while (batches.hasNext()) {
            DataSet data = batches.next();
            assertThat(data.getLabels()).isSameAs(data.getFeatures());
            assertThat(data.getFeatures().ordering()).isEqualTo('f');
            assertThat(data.getFeatures().stride())
                    .containsExactly(1, data.getFeatures().size(0));
            assertThat(data.getFeatures().dataType()).isEqualTo(DataType.FLOAT);
        }
    }

    @Test
    void everyShuffledEpochIsAnotherPermutation() {
        ImageBatchIterator batches = ImageBatchIterator.shuffled(set, 8, 1).build();
        List<Integer> first = firstPixels(batches);
        batches.reset();
        List<Integer> second = firstPixels(batches);
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            all.add(set.pixel(i, 0));
        }
        assertThat(first).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(all);
        assertThat(second).containsExactlyInAnyOrderElementsOf(all).isNotEqualTo(first);
    }

    @Test
    void theOrderDependsOnTheSeedAndNotOnTheBatchSize() {
        List<Integer> one = firstPixels(ImageBatchIterator.shuffled(set, 8, 1).build());
        assertThat(firstPixels(ImageBatchIterator.shuffled(set, 5, 1).build())).isEqualTo(one);
        assertThat(firstPixels(ImageBatchIterator.shuffled(set, 8, 2).build())).isNotEqualTo(one);
    }

    /** Changes of the generator or the shuffle would silently change every published run. */
    @Test
    void theOrderOfAnEpochIsPinned() {
        EpochOrder order = new EpochOrder(10, true, 42);
        order.prepare(3);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            found.add(order.at(i));
        }
        assertThat(found).containsExactly(8, 1, 6, 2, 7, 3, 4, 0, 9, 5);
    }

    @Test
    void prefetchingAndReusingArraysDoNotChangeTheBits() {
        ImageBatchIterator.Builder options =
                ImageBatchIterator.shuffled(set, 8, 7).binarisation(new Binarisation.Dynamic(3));
        List<List<Float>> plain =
                epochs(options.prefetch(false).reuseArrays(false).build(), 4);
        assertThat(epochs(options.prefetch(true).reuseArrays(false).build(), 4)).isEqualTo(plain);
        assertThat(epochs(options.prefetch(true).reuseArrays(true).build(), 4)).isEqualTo(plain);
        assertThat(epochs(options.prefetch(false).reuseArrays(true).build(), 4)).isEqualTo(plain);
    }

    @Test
    void aRestoredPositionContinuesWithTheSameBatches() {
        ImageBatchIterator.Builder options =
                ImageBatchIterator.shuffled(set, 8, 7).binarisation(new Binarisation.Dynamic(3));
        ImageBatchIterator batches = options.build();
        epochs(batches, 2);
        batches.reset();
        batches.next();
        Position saved = batches.position();
        assertThat(saved).isEqualTo(new Position(2, 1));
        List<List<Float>> expected = epochs(batches, 2);

        ImageBatchIterator fresh = options.build();
        fresh.next();
        fresh.restore(saved);
        assertThat(epochs(fresh, 2)).isEqualTo(expected);
    }

    @Test
    void anIteratorRestoredToTheEndOfAnEpochHasNoBatchLeft() {
        ImageBatchIterator batches = ImageBatchIterator.shuffled(set, 8, 7).build();
        batches.restore(new Position(4, 3));
        assertThat(batches.hasNext()).isFalse();
        batches.reset();
        assertThat(batches.position()).isEqualTo(new Position(5, 0));
    }

    @Test
    void refusesToRestoreABatchThatAnEpochDoesNotHave() {
        ImageBatchIterator batches = ImageBatchIterator.shuffled(set, 8, 7).build();
        assertThatThrownBy(() -> batches.restore(new Position(0, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 3 of 8");
    }

    @Test
    void resettingBeforeTheFirstBatchDoesNothing() {
        ImageBatchIterator batches = ImageBatchIterator.shuffled(set, 8, 7).build();
        batches.reset();
        assertThat(batches.position()).isEqualTo(Position.START);
        batches.next();
        batches.reset();
        batches.reset();
        assertThat(batches.position()).isEqualTo(new Position(1, 0));
    }

    @Test
    void aReusedArrayIsValidUntilTheSecondNextCall() {
        ImageBatchIterator batches =
                ImageBatchIterator.shuffled(set, 4, 7).reuseArrays(true).build();
        ImageBatchIterator copies = ImageBatchIterator.shuffled(set, 4, 7).build();
        INDArray before = batches.next().getFeatures();
        INDArray beforeCopy = copies.next().getFeatures();
        for (int k = 0; k < 40; k++) {
            if (!batches.hasNext()) {
                batches.reset();
                copies.reset();
            }
            INDArray now = batches.next().getFeatures();
            INDArray nowCopy = copies.next().getFeatures();
            Thread.yield();
            assertThat(before).isEqualTo(beforeCopy);
            assertThat(now).isEqualTo(nowCopy);
            before = now;
            beforeCopy = nowCopy;
        }
    }

    @Test
    void reusedArraysComeFromARingOfThree() {
        ImageBatchIterator batches =
                ImageBatchIterator.sequential(set, 1).reuseArrays(true).build();
        List<Long> addresses = new ArrayList<>();
        while (batches.hasNext()) {
            addresses.add(batches.next().getFeatures().data().pointer().address());
        }
        assertThat(addresses.stream().distinct()).hasSize(3);
    }

    @Test
    void doublesAreExactQuotients() {
        INDArray features = ImageBatchIterator.sequential(set, 23)
                .dataType(DataType.DOUBLE)
                .build()
                .next()
                .getFeatures();
        assertThat(features.dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(features.getDouble(3, 2)).isEqualTo(set.pixel(3, 2) / 255d);
    }

    @Test
    void dynamicBinarisationDrawsZerosAndOnesAnewInEachEpoch() {
        ImageBatchIterator batches = ImageBatchIterator.sequential(set, 23)
                .binarisation(new Binarisation.Dynamic(5))
                .build();
        INDArray first = batches.next().getFeatures();
        batches.reset();
        INDArray second = batches.next().getFeatures();
        assertThat(first.data().asFloat()).containsOnly(0f, 1f);
        assertThat(second.data().asFloat()).containsOnly(0f, 1f);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void theDrawsForAnExampleDoNotDependOnItsBatch() {
        ImageBatchIterator.Builder one =
                ImageBatchIterator.sequential(set, 23).binarisation(new Binarisation.Dynamic(5));
        ImageBatchIterator.Builder many =
                ImageBatchIterator.sequential(set, 4).binarisation(new Binarisation.Dynamic(5));
        INDArray whole = one.build().next().getFeatures();
        ImageBatchIterator parts = many.build();
        parts.next();
        assertThat(parts.next().getFeatures().getRow(1)).isEqualTo(whole.getRow(5));
    }

    @Test
    void refusesABatchAfterTheLast() {
        ImageBatchIterator batches = ImageBatchIterator.sequential(set, 23).build();
        batches.next();
        assertThatThrownBy(batches::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("reset()");
    }

    @Test
    void refusesABatchOfAnotherSize() {
        ImageBatchIterator batches = ImageBatchIterator.sequential(set, 23).build();
        assertThatThrownBy(() -> batches.next(5)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesBatchesWithoutExamples() {
        assertThatThrownBy(() -> ImageBatchIterator.sequential(set, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch size is 0");
    }

    @Test
    void refusesTypesOtherThanFloatAndDouble() {
        assertThatThrownBy(() -> ImageBatchIterator.sequential(set, 1).dataType(DataType.INT32))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesANegativePosition() {
        assertThatThrownBy(() -> new Position(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesSerialisation() {
        ImageBatchIterator batches = ImageBatchIterator.sequential(set, 23).build();
        assertThatThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(batches))
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void tellsDl4jTheSizesOfItsBatches() {
        ImageBatchIterator batches = ImageBatchIterator.sequential(set, 8).build();
        assertThat(batches.asyncSupported()).isFalse();
        assertThat(batches.resetSupported()).isTrue();
        assertThat(batches.inputColumns()).isEqualTo(30);
        assertThat(batches.totalOutcomes()).isEqualTo(30);
        assertThat(batches.batch()).isEqualTo(8);
        assertThat(batches.getLabels()).isEmpty();
    }

    @Test
    void appliesDl4jsPreProcessor() {
        ImageBatchIterator batches = ImageBatchIterator.sequential(set, 8).build();
        batches.setPreProcessor(data -> data.getFeatures().addi(1));
        assertThat(batches.next().getFeatures().getFloat(0, 0)).isEqualTo(1f);
        assertThat(batches.getPreProcessor()).isNotNull();
    }

    private static List<Integer> firstPixels(ImageBatchIterator batches) {
        List<Integer> values = new ArrayList<>();
        while (batches.hasNext()) {
            INDArray features = batches.next().getFeatures();
            for (int i = 0; i < features.size(0); i++) {
                values.add(Math.round(features.getFloat(i, 0) * 255));
            }
        }
        return values;
    }

    private static List<List<Float>> epochs(ImageBatchIterator batches, int epochs) {
        List<List<Float>> found = new ArrayList<>();
        for (int e = 0; e < epochs; e++) {
            if (!batches.hasNext()) {
                batches.reset();
            }
            while (batches.hasNext()) {
                List<Float> values = new ArrayList<>();
                for (float value : batches.next().getFeatures().dup('c').data().asFloat()) {
                    values.add(value);
                }
                found.add(values);
            }
        }
        return found;
    }

    /** The features in the same order come from an iterator without conditions. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void conditionsAreTheOneHotLabelsBehindTheFeatures(DataType type) {
        ImageSet labelled = labelled();
        ImageBatchIterator plain =
                ImageBatchIterator.shuffled(labelled, 8, 1).dataType(type).build();
        ImageBatchIterator conditioned = ImageBatchIterator.shuffled(labelled, 8, 1)
                .dataType(type)
                .conditions(CLASSES)
                .reuseArrays(true)
                .build();
        assertThat(conditioned.inputColumns()).isEqualTo(SHAPE.size() + CLASSES);
        for (int epoch = 0; epoch < 2; epoch++) {
            while (plain.hasNext()) {
                assertConditions(
                        labelled, plain.next().getFeatures(), conditioned.next().getFeatures());
            }
            plain.reset();
            conditioned.reset();
        }
    }

    private static void assertConditions(ImageSet labelled, INDArray x, INDArray both) {
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < SHAPE.size(); j++) {
                assertThat(both.getDouble(i, j)).as("pixel %d of row %d", j, i).isEqualTo(x.getDouble(i, j));
            }
            int label = labelled.label(example(labelled, x, i));
            for (int c = 0; c < CLASSES; c++) {
                assertThat(both.getDouble(i, SHAPE.size() + c))
                        .as("class %d of row %d", c, i)
                        .isEqualTo(c == label ? 1 : 0);
            }
        }
    }

    @Test
    void refusesConditionsForALabelThatIsNoClass() {
        assertThatThrownBy(() -> ImageBatchIterator.sequential(labelled(), 8).conditions(CLASSES - 1))
                .hasMessageContaining("found the label 3 in labelled, expected 0 to 2");
    }

    @Test
    void refusesConditionsForASetWithoutLabels() {
        ImageSet unlabelled = ImageSet.builder("plain", SHAPE, pixels(set)).build();
        assertThatThrownBy(() -> ImageBatchIterator.sequential(unlabelled, 8).conditions(CLASSES))
                .hasMessageContaining("found no labels in plain");
    }

    private ImageSet labelled() {
        byte[] labels = new byte[set.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i % CLASSES);
        }
        return ImageSet.builder("labelled", SHAPE, pixels(set)).labels(labels).build();
    }

    private static byte[] pixels(ImageSet images) {
        byte[] pixels = new byte[images.size() * SHAPE.size()];
        for (int i = 0; i < images.size(); i++) {
            images.copyPixels(i, pixels, i * SHAPE.size());
        }
        return pixels;
    }

    private static int example(ImageSet images, INDArray x, int row) {
        for (int i = 0; i < images.size(); i++) {
            boolean same = true;
            for (int j = 0; j < SHAPE.size() && same; j++) {
                same = Math.abs(x.getDouble(row, j) - images.pixel(i, j) / 255d) < 1e-6;
            }
            if (same) {
                return i;
            }
        }
        throw new AssertionError("no such image");
    }
}
