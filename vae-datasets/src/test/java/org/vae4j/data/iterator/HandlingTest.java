package org.vae4j.data.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.FloatSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.TestImages;
import org.vae4j.data.VectorShape;
import org.vae4j.data.transform.Augmentation;
import org.vae4j.data.transform.Binarisation;
import org.vae4j.data.transform.Dequantisation;

class HandlingTest {

    private static final ImageShape SHAPE = new ImageShape(1, 3, 4);
    private static final Augmentation ALL = new Augmentation(1, Augmentation.Flip.HORIZONTAL, 20);

    private static final FloatSet TABLE =
            FloatSet.of("t", new VectorShape(2), DataRange.REAL, new float[] {1, 2}, new int[0]);

    private final ImageSet set = TestImages.pattern(10, SHAPE);

    private static Handling handling(Dequantisation dequantisation, Augmentation augmentation) {
        return new Handling(new Binarisation.None(), dequantisation, augmentation, 8);
    }

    private ImageBatchIterator iterator(Handling handling, int batch) {
        return ImageBatchIterator.sequential(set, batch).handling(handling).build();
    }

    private static List<float[]> epoch(ImageBatchIterator batches) {
        List<float[]> rows = new ArrayList<>();
        while (batches.hasNext()) {
            INDArray features = batches.next().getFeatures();
            for (int i = 0; i < features.rows(); i++) {
                rows.add(features.getRow(i).dup().toFloatVector());
            }
        }
        batches.reset();
        return rows;
    }

    @Test
    void theBatchSizeDoesNotChangeTheExamples() {
        Handling handling = handling(Dequantisation.UNIFORM, ALL);
        List<float[]> expected = epoch(iterator(handling, 10));
        ImageBatchIterator small = iterator(handling, 3);
        List<float[]> found = epoch(small);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i)).as("example %d", i).isEqualTo(expected.get(i));
        }
        assertThat(epoch(small).get(2)).as("drawn anew in the next epoch").isNotEqualTo(expected.get(2));
        small.restore(Position.START);
        assertThat(epoch(small).get(2)).isEqualTo(expected.get(2));
    }

    @Test
    void dequantisedValuesStayInTheirLevels() {
        List<float[]> rows = epoch(iterator(handling(Dequantisation.UNIFORM, Augmentation.NONE), 4));
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < SHAPE.size(); j++) {
                assertThat((int) (rows.get(i)[j] * 256))
                        .as("pixel %d of image %d", j, i)
                        .isEqualTo(set.pixel(i, j));
            }
        }
    }

    @Test
    void augmentedImagesAreStillBytes() {
        for (float[] row : epoch(iterator(handling(Dequantisation.NONE, ALL), 4))) {
            for (float value : row) {
                assertThat(value * 255).isEqualTo(Math.round(value * 255));
            }
        }
    }

    @Test
    void augmentedImagesCanBeBinarised() {
        Handling binary = new Handling(new Binarisation.Dynamic(3), Dequantisation.NONE, ALL, 8);
        for (float[] row : epoch(iterator(binary, 4))) {
            assertThat(row).containsOnly(0f, 1f);
        }
    }

    @Test
    void evaluationIsNeverAugmented() {
        Handling handling = handling(Dequantisation.NONE, ALL).forEvaluation();
        List<float[]> plain = epoch(iterator(Handling.NONE, 4));
        List<float[]> evaluated = epoch(iterator(handling, 4));
        for (int i = 0; i < plain.size(); i++) {
            assertThat(evaluated.get(i)).as("example %d", i).isEqualTo(plain.get(i));
        }
    }

    @Test
    void floatImagesAreAugmentedWithoutRounding() {
        float[] numbers = {0.25f, -1.5f, 3, 4};
        FloatSet real = FloatSet.of("real", new ImageShape(1, 2, 2), DataRange.REAL, numbers, new int[0]);
        ImageBatchIterator batches = ImageBatchIterator.sequential(real, 1)
                .handling(handling(Dequantisation.NONE, new Augmentation(0, Augmentation.Flip.HORIZONTAL, 0)))
                .build();
        assertThat(batches.next().getFeatures().toFloatVector()).isIn(numbers, new float[] {-1.5f, 0.25f, 4, 3});
    }

    @Test
    void refusesToDequantiseATable() {
        assertThatThrownBy(() -> ImageBatchIterator.sequential(TABLE, 1)
                        .handling(handling(Dequantisation.UNIFORM, Augmentation.NONE))
                        .build())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("8-bit");
    }

    @Test
    void refusesToAugmentATable() {
        assertThatThrownBy(() -> ImageBatchIterator.sequential(TABLE, 1)
                        .handling(handling(Dequantisation.NONE, ALL))
                        .build())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no pictures");
    }

    @Test
    void refusesToDequantiseBinaryValues() {
        assertThatThrownBy(
                        () -> new Handling(new Binarisation.Dynamic(1), Dequantisation.UNIFORM, Augmentation.NONE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data.dequantise");
    }

    @Test
    void classesAreTheLabelsWhenAskedFor() {
        ImageBatchIterator batches = ImageBatchIterator.shuffled(set, 4, 1)
                .conditions(10)
                .classesAsLabels(10)
                .build();
        DataSet batch = batches.next();
        assertThat(batch.getFeatures().columns()).isEqualTo(SHAPE.size() + 10);
        assertThat(batch.getLabels().columns()).isEqualTo(10);
        assertThat(batches.totalOutcomes()).isEqualTo(10);
        assertThat(batches.getLabels()).hasSize(10).startsWith("0");
        for (int i = 0; i < 4; i++) {
            INDArray condition = batch.getFeatures().getRow(i);
            for (int c = 0; c < 10; c++) {
                assertThat(batch.getLabels().getFloat(i, c)).isEqualTo(condition.getFloat(SHAPE.size() + c));
            }
            assertThat(batch.getLabels().getRow(i).sumNumber().intValue()).isEqualTo(1);
        }
    }

    /** A linear classifier learns ten different images by heart. */
    @Test
    void networksOfDl4jTrainOnClassesAsLabels() {
        ImageBatchIterator batches =
                ImageBatchIterator.shuffled(set, 5, 1).classesAsLabels(10).build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.05))
                .list()
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(SHAPE.size())
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        network.fit(batches, 200);
        assertThat(network.evaluate(ImageBatchIterator.sequential(set, 5)
                                .classesAsLabels(10)
                                .build())
                        .accuracy())
                .isEqualTo(1);
    }
}
