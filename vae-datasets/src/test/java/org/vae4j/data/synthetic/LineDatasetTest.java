package org.vae4j.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.vae4j.data.Factor;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;

class LineDatasetTest {

    private static final ImageShape GREY = new ImageShape(1, 40, 40);
    private static final ImageShape RGB = new ImageShape(3, 20, 30);

    /** Other bytes on any machine or after any change would silently change every published number on this data set. */
    @Test
    void theBytesOfSamplesArePinned() {
        assertThat(LineDataset.sample("l", ImageShape.MNIST, LineFactors.grey(), 100, 1)
                        .sha256())
                .isEqualTo("5bd0df6cbd6f7dabe3cfcef264c625ef7de5e3428f8845b1e504c66358fe0f93");
        assertThat(LineDataset.sample("l", RGB, LineFactors.rgb(), 100, 1).sha256())
                .isEqualTo("1c36815d4b31ad1d6991be04ab162fb33b04806bf103453921091de8e536b104");
    }

    /**
     * A line inside the image lights exactly length × width pixels' worth. Each of the at most 200 pixels it partly
     * covers is rounded to 1/255, by 1/510 at most and about as often up as down; 0.1 is over 6 standard deviations of
     * that sum.
     */
    @Property(tries = 300, seed = "1")
    void theLightOfALineIsItsArea(
            @ForAll @DoubleRange(min = 0.05, max = 0.6) double length,
            @ForAll @DoubleRange(min = 0, max = 3.2) double angle,
            @ForAll @DoubleRange(min = 0.01, max = 0.3) double width,
            @ForAll @DoubleRange(min = 0.4, max = 0.6) double x,
            @ForAll @DoubleRange(min = 0.4, max = 0.6) double y) {
        ImageSet image = LineDataset.all(
                "l", GREY, new Line(length, angle, width).at(x, y).factors());
        double light = 0;
        for (int j = 0; j < GREY.size(); j++) {
            light += image.pixel(0, j) / 255.0;
        }
        assertThat(light).isCloseTo(length * width * 40 * 40, within(0.1));
    }

    /**
     * The centre of light of a line is its centre; the rounding of its pixels moves it by far less than 0.05 pixels.
     */
    @Property(tries = 100, seed = "2")
    void theCentreOfLightOfALineIsItsCentre(
            @ForAll @DoubleRange(min = 0, max = 3.2) double angle,
            @ForAll @DoubleRange(min = 0.35, max = 0.65) double x,
            @ForAll @DoubleRange(min = 0.35, max = 0.65) double y) {
        ImageSet image =
                LineDataset.all("l", GREY, new Line(0.5, angle, 0.1).at(x, y).factors());
        double light = 0;
        double column = 0;
        double row = 0;
        for (int j = 0; j < GREY.size(); j++) {
            light += image.pixel(0, j);
            column += image.pixel(0, j) * (j % 40 + 0.5);
            row += image.pixel(0, j) * (j / 40 + 0.5);
        }
        assertThat(column / light).isCloseTo(40 * x, within(0.05));
        assertThat(row / light).isCloseTo(40 * y, within(0.05));
    }

    @Test
    void aHorizontalLineOfWholePixelsIsSharp() {
        ImageSet image =
                LineDataset.all("l", GREY, new Line(0.5, 0, 0.1).ofColour(0.8).factors());
        for (int row = 0; row < 40; row++) {
            for (int column = 0; column < 40; column++) {
                boolean inside = row >= 18 && row < 22 && column >= 10 && column < 30;
                assertThat(image.pixel(0, row * 40 + column))
                        .as("row %d, column %d", row, column)
                        .isEqualTo(inside ? 204 : 0);
            }
        }
    }

    @Test
    void anglesTurnAnticlockwise() {
        ImageSet image = LineDataset.all("l", GREY, new Line(0.8, StrictMath.PI / 4, 0.1).factors());
        // Up right is lit, up left is not.
        assertThat(image.pixel(0, 12 * 40 + 27)).isEqualTo(255);
        assertThat(image.pixel(0, 12 * 40 + 12)).isZero();
    }

    @Test
    void partsOutsideTheImageAreCutOff() {
        ImageSet image =
                LineDataset.all("l", GREY, new Line(0.5, 0, 0.1).at(0, 0).factors());
        double light = 0;
        for (int j = 0; j < GREY.size(); j++) {
            light += image.pixel(0, j) / 255.0;
        }
        assertThat(light).isCloseTo(10 * 2, within(1e-9));
    }

    @Test
    void huesAreFullySaturated() {
        int[][] expected = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}};
        for (int hue = 0; hue < 3; hue++) {
            ImageSet image = LineDataset.all(
                    "l", RGB, new Line(0.8, 0, 0.3).ofColour(hue / 3.0).factors());
            for (int c = 0; c < 3; c++) {
                int centre = c * RGB.height() * RGB.width() + 10 * RGB.width() + 15;
                assertThat(image.pixel(0, centre))
                        .as("hue %d, channel %d", hue, c)
                        .isEqualTo(expected[hue][c]);
            }
        }
    }

    @Test
    void everyCombinationComesOnce() {
        ImageSet all = LineDataset.all("l", GREY, LineFactors.grey().onGrid(2, 4, 2, 3, 2));
        assertThat(all.size()).isEqualTo(2 * 4 * 2 * 3 * 2 * 2);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            StringBuilder values = new StringBuilder();
            for (int f = 0; f < all.factors().size(); f++) {
                values.append(all.factorValue(i, f)).append(' ');
            }
            seen.add(values.toString());
        }
        assertThat(seen).hasSize(all.size());
    }

    @Test
    void theLastFactorVariesFastestAndACyclicOneLeavesOutItsEnd() {
        ImageSet all = LineDataset.all("l", GREY, LineFactors.grey().onGrid(2, 4, 2, 3, 2));
        int angle = 1;
        int y = 5;
        assertThat(all.factorValue(0, y)).isEqualTo(0.35f);
        assertThat(all.factorValue(1, y)).isEqualTo(0.65f);
        assertThat(all.factorValue(all.size() - 1, angle)).isEqualTo((float) (StrictMath.PI * 3 / 4));
    }

    @Test
    void theFactorsHaveNamesLevelsAndPeriods() {
        List<Factor> factors = LineFactors.grey().onGrid(2, 4, 2, 3, 2).describe();
        assertThat(factors).extracting(Factor::name).containsExactly("length", "angle", "width", "colour", "x", "y");
        assertThat(factors.get(1)).isEqualTo(new Factor("angle", "rad", 4, StrictMath.PI));
        assertThat(LineFactors.rgb().describe())
                .extracting(Factor::period)
                .as("an angle and a hue come back")
                .containsExactly(0.0, StrictMath.PI, 0.0, 1.0, 0.0, 0.0);
    }

    @Test
    void aLargerSampleStartsWithTheSmallerOne() {
        ImageSet small = LineDataset.sample("l", GREY, LineFactors.grey(), 20, 3);
        ImageSet large = LineDataset.sample("l", GREY, LineFactors.grey(), 50, 3);
        assertThat(large.head(20).sha256()).isEqualTo(small.sha256());
        assertThat(LineDataset.sample("l", GREY, LineFactors.grey(), 20, 4).sha256())
                .isNotEqualTo(small.sha256());
    }

    /**
     * Means of 20,000 uniform values: the standard error is range / sqrt(12 · 20,000), 0.2 % of the range; 5 are
     * allowed.
     */
    @Test
    void sampledFactorsAreUniform() {
        ImageSet sample = LineDataset.sample("l", new ImageShape(1, 8, 8), LineFactors.grey(), 20_000, 5);
        double[] expected = {0.5, StrictMath.PI / 2, 0.1, 0.75, 0.5, 0.5};
        double[] ranges = {0.4, StrictMath.PI, 0.1, 0.5, 0.3, 0.3};
        for (int f = 0; f < 6; f++) {
            double sum = 0;
            for (int i = 0; i < sample.size(); i++) {
                sum += sample.factorValue(i, f);
            }
            assertThat(sum / sample.size())
                    .as(sample.factors().get(f).name())
                    .isCloseTo(expected[f], within(0.0103 * ranges[f]));
        }
    }

    @Test
    void refusesToCombineAContinuousFactor() {
        assertThatThrownBy(() -> LineDataset.all("l", GREY, LineFactors.grey()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length is continuous");
    }

    @Test
    void refusesASampleWithoutImages() {
        assertThatThrownBy(() -> LineDataset.sample("l", GREY, LineFactors.grey(), 0, 1))
                .hasMessageContaining("asked for 0 line images");
    }

    @Test
    void refusesMoreCombinationsThanAnArrayHolds() {
        assertThatThrownBy(() -> LineDataset.all("l", GREY, LineFactors.grey().onGrid(99, 99, 99, 99, 99)))
                .hasMessageContaining("fewer than 2^31 pixels");
    }

    /** Images of one pixel would fit into an array, but their six factors would not. */
    @Test
    void refusesMoreFactorValuesThanAnArrayHolds() {
        ImageShape onePixel = new ImageShape(1, 1, 1);
        assertThatThrownBy(() -> LineDataset.sample("l", onePixel, LineFactors.grey(), Integer.MAX_VALUE / 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use fewer or smaller images");
    }

    @Test
    void refusesALineWithoutALength() {
        assertThatThrownBy(() -> new Line(0, 0, 1).factors()).hasMessageContaining("line length starts at 0.0");
    }

    @Test
    void refusesAColourAboveOne() {
        assertThatThrownBy(() -> new Line(1, 0, 1).ofColour(2).factors()).hasMessageContaining("line colour");
    }

    /** A line of fixed factors; at first of full brightness and in the middle of the image. */
    private record Line(double length, double angle, double width, double colour, double x, double y) {

        Line(double length, double angle, double width) {
            this(length, angle, width, 1, 0.5, 0.5);
        }

        Line ofColour(double other) {
            return new Line(length, angle, width, other, x, y);
        }

        Line at(double otherX, double otherY) {
            return new Line(length, angle, width, colour, otherX, otherY);
        }

        LineFactors factors() {
            return new LineFactors(
                    Range.fixed(length),
                    Range.fixed(angle),
                    Range.fixed(width),
                    Range.fixed(colour),
                    Range.fixed(x),
                    Range.fixed(y));
        }
    }
}
