package org.vae4j.data.iterator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.synthetic.FactorRenderer;
import org.vae4j.data.synthetic.LineDataset;
import org.vae4j.data.synthetic.LineFactors;
import org.vae4j.data.synthetic.Range;
import org.vae4j.data.synthetic.SpriteDataset;
import org.vae4j.data.transform.Binarisation;

class PartnersTest {

    private static final int SIDE = 12;
    private static final int EXAMPLES = 25;
    private static final ImageSet SPRITES = SpriteDataset.sample("sprites/train", SIDE, EXAMPLES, 3);
    private static final FactorRenderer RENDERER = SpriteDataset.renderer(SIDE);

    private static ImageBatchIterator iterator(Partners partners) {
        return ImageBatchIterator.shuffled(SPRITES, 10, 7).pairs(partners).build();
    }

    private static int differing(double[] factors, int example) {
        return (int) IntStream.range(0, factors.length)
                .filter(f -> (float) factors[f] != SPRITES.factorValue(example, f))
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void exactlyAsManyFactorsDifferAsAskedFor(int changed) {
        Partners partners = new Partners(RENDERER, changed, 5);
        for (int epoch = 0; epoch < 40; epoch++) {
            for (int i = 0; i < EXAMPLES; i++) {
                assertThat(differing(partners.factors(SPRITES, epoch, i), i))
                        .as("example %d in epoch %d", i, epoch)
                        .isEqualTo(changed);
            }
        }
    }

    /**
     * Of 5,000 draws, each of five numbers of factors takes a fifth: six standard deviations are 170. A factor is
     * changed in three draws of five, on average over the numbers: six standard deviations are 210.
     */
    @Test
    void everyNumberOfFactorsIsEquallyLikely() {
        Partners partners = new Partners(RENDERER, 0, 5);
        int[] found = new int[6];
        int[] factors = new int[5];
        for (int epoch = 0; epoch < 200; epoch++) {
            for (int i = 0; i < EXAMPLES; i++) {
                double[] values = partners.factors(SPRITES, epoch, i);
                found[differing(values, i)]++;
                for (int f = 0; f < 5; f++) {
                    factors[f] += (float) values[f] != SPRITES.factorValue(i, f) ? 1 : 0;
                }
            }
        }
        assertThat(found[0]).isZero();
        for (int k = 1; k <= 5; k++) {
            assertThat(found[k]).as("draws with %d changed factors", k).isBetween(830, 1170);
            assertThat(factors[k - 1]).as("draws that change factor %d", k - 1).isBetween(2790, 3210);
        }
    }

    private static byte[] pixels(double[] factors) {
        byte[] pixels = new byte[SIDE * SIDE];
        RENDERER.draw(factors, pixels, 0);
        return pixels;
    }

    @Test
    void batchesHoldEachExampleAndItsPartner() {
        Partners partners = new Partners(RENDERER, 2, 5);
        ImageBatchIterator batches = iterator(partners);
        assertThat(batches.batchesPerEpoch()).isEqualTo(5);
        assertThat(batches.examples()).isEqualTo(2 * EXAMPLES);
        EpochOrder order = new EpochOrder(EXAMPLES, true, 7);
        for (int epoch = 0; epoch < 2; epoch++) {
            order.prepare(epoch);
            int pair = 0;
            while (batches.hasNext()) {
                INDArray x = batches.next().getFeatures();
                for (int r = 0; r < x.size(0); r += 2) {
                    int example = order.at(pair++);
                    double[] own = IntStream.range(0, 5)
                            .mapToDouble(f -> SPRITES.factorValue(example, f))
                            .toArray();
                    assertRow(x, r, pixels(own));
                    assertRow(x, r + 1, pixels(partners.factors(SPRITES, epoch, example)));
                }
            }
            assertThat(pair).isEqualTo(EXAMPLES);
            batches.reset();
        }
    }

    private static void assertRow(INDArray x, int row, byte[] pixels) {
        for (int j = 0; j < pixels.length; j++) {
            assertThat(x.getDouble(row, j)).as("pixel %d of row %d", j, row).isEqualTo((pixels[j] & 0xff) / 255.0);
        }
    }

    @Test
    void aRestoredPositionContinuesWithTheSamePairs() {
        ImageBatchIterator whole = iterator(new Partners(RENDERER, 0, 5));
        whole.next();
        whole.reset();
        whole.next();
        Position position = whole.position();
        ImageBatchIterator resumed = iterator(new Partners(RENDERER, 0, 5));
        resumed.restore(position);
        ImageBatchIterator ofAnotherSeed = iterator(new Partners(RENDERER, 0, 6));
        ofAnotherSeed.restore(position);
        INDArray expected = whole.next().getFeatures();
        assertThat(resumed.next().getFeatures()).isEqualTo(expected);
        assertThat(ofAnotherSeed.next().getFeatures()).isNotEqualTo(expected);
    }

    @Test
    void linesHaveBinarisedPartners() {
        ImageSet lines = LineDataset.sample("lines/train", ImageShape.MNIST, LineFactors.grey(), 6, 1);
        Partners partners = new Partners(LineDataset.renderer(ImageShape.MNIST, LineFactors.grey()), 1, 5);
        INDArray x = ImageBatchIterator.sequential(lines, 4)
                .pairs(partners)
                .binarisation(new Binarisation.Dynamic(3))
                .build()
                .next()
                .getFeatures();
        assertThat(x.getRow(0)).isNotEqualTo(x.getRow(1));
        assertThat(x.getRow(1).sumNumber().doubleValue()).isPositive();
    }

    @Test
    void refusesToChangeMoreFactorsThanVary() {
        assertThatThrownBy(() -> new Partners(RENDERER, 6, 1))
                .hasMessage("data.pairs: found 6 changed factors of 5 that vary, expected 1 to 5, or 0 for any number");
    }

    @Test
    void refusesAGeneratorNoneOfWhoseFactorsVaries() {
        Range fixed = Range.fixed(0.5);
        FactorRenderer renderer =
                LineDataset.renderer(ImageShape.MNIST, new LineFactors(fixed, fixed, fixed, fixed, fixed, fixed));
        assertThatThrownBy(() -> new Partners(renderer, 0, 1))
                .hasMessageStartingWith("data.pairs: found no factor that varies, expected at least one");
    }

    @Test
    void refusesBatchesOfAnOddSize() {
        assertThatThrownBy(() -> ImageBatchIterator.shuffled(SPRITES, 9, 7)
                        .pairs(new Partners(RENDERER, 1, 1))
                        .build())
                .hasMessageStartingWith("training.batchSize: found 9 with data.pairs, expected an even number");
    }

    @Test
    void refusesImagesThatWereBinarisedOnceForAll() {
        assertThatThrownBy(() -> ImageBatchIterator.shuffled(SPRITES, 8, 7)
                        .pairs(new Partners(RENDERER, 1, 1))
                        .binarisation(new Binarisation.Threshold(100))
                        .build())
                .hasMessageStartingWith("data.pairs: found sprites/train with labels, augmentation,");
    }
}
