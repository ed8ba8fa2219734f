package org.vae4j.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.vae4j.data.DataRange;
import org.vae4j.data.ExampleSet;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.MissingDataException;
import org.vae4j.data.RealData;
import org.vae4j.data.Split;
import org.vae4j.data.iterator.Dl4jMnistIterator;
import org.vae4j.data.iterator.Dl4jMnistIterator.Part;
import org.vae4j.data.iterator.ImageBatchIterator;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.image.Colour;
import org.vae4j.data.source.image.PictureRule;
import org.vae4j.data.synthetic.LineFactors;
import org.vae4j.data.transform.Binarisation;

class DatasetsTest {

    private static final LineSpec SMALL = new LineSpec(ImageShape.MNIST, LineFactors.grey(), 50, 20, 1);

    private final DataSpec lines = DataSpec.of("lines").withLines(SMALL);

    @Test
    void everySetHasASummaryOfOneLine() {
        assertThat(Datasets.names()).startsWith("lines", "sprites", "mnist", "fashion-mnist", "mnist-larochelle");
        assertThat(Datasets.names())
                .allSatisfy(
                        name -> assertThat(Datasets.summary(name)).isNotBlank().doesNotContain("\n"));
    }

    @Test
    void theMirrorsOfRecordedSetsAreHttps() {
        assertThat(Datasets.recorded())
                .hasSizeGreaterThan(15)
                .allSatisfy(known -> assertThat(known.mirrors())
                        .allMatch(address -> address.startsWith("https://") && address.endsWith("/")))
                .allMatch(known -> !known.mirrors().isEmpty() || known.origin().startsWith("https://"));
    }

    @Test
    void everySetHasAnOriginALicenceAndACitationWithAYear() {
        assertThat(Datasets.names()).allSatisfy(name -> {
            Attribution found = Datasets.attribution(name);
            assertThat(found.origin()).as(name).isNotBlank().doesNotContain("http");
            assertThat(found.licence()).as(name).isNotBlank();
            assertThat(found.citation()).as(name).matches(name.equals("lines") ? "" : ".*(19|20)\\d\\d.*");
        });
    }

    @ParameterizedTest
    @CsvSource({"emnist-letters, Cohen", "cifar-100, Krizhevsky", "omniglot, Burda"})
    void setsOfOneFamilyShareACitationUnlessTheyHaveTheirOwn(String name, String author) {
        assertThat(Datasets.attribution(name).citation()).contains(author);
    }

    @Test
    void theLicenceOfOmniglotNamesItsAuthor() {
        assertThat(Datasets.attribution("omniglot-small").licence()).contains("MIT", "Brenden Lake");
    }

    @Test
    void anUnknownSetHasNoAttribution() {
        assertThat(Datasets.attribution("no-such-set")).isEqualTo(Attribution.UNKNOWN);
    }

    private PictureRule halved() {
        ImageShape shape = SMALL.shape();
        return new PictureRule(List.of(), List.of(shape.height() / 2, shape.width() / 2), List.of(), Colour.AUTO);
    }

    /** Each new pixel is the mean of four; labels, factors and the order stay. */
    @Test
    void imagesAreResizedAndKeepTheirFactors() {
        ImageSet before = Datasets.open(lines).test().images();
        ImageSet after = Datasets.open(lines.withPictures(halved())).test().images();
        int width = before.shape().width();
        int sum = before.pixel(1, 0) + before.pixel(1, 1) + before.pixel(1, width) + before.pixel(1, width + 1);
        assertThat(after.shape()).isEqualTo(halved().shapeOf(before.shape()));
        assertThat(after.size()).isEqualTo(before.size());
        assertThat(after.factorValue(1, 0)).isEqualTo(before.factorValue(1, 0));
        assertThat(after.pixel(1, 0)).isEqualTo((sum + 2) / 4);
    }

    @Test
    void imagesAreResizedBeforeTheyAreBinarised() {
        DataSpec spec = lines.withPictures(halved()).withBinarisation(new Binarisation.Threshold(100));
        assertThat(Datasets.open(spec).train().values()).isEqualTo(DataRange.BINARY);
    }

    @Test
    void imagesWithoutChangesStayAsTheyAre() {
        assertThat(Datasets.open(lines.withPictures(PictureRule.NONE)).train().sha256())
                .isEqualTo(Datasets.open(lines).train().sha256());
    }

    @Test
    void theRangesOfSetsAreKnownBeforeTheyAreOpened() {
        assertThat(Datasets.values("lines")).isEqualTo(DataRange.LEVELS);
        assertThat(Datasets.values("mnist")).isEqualTo(DataRange.LEVELS);
        assertThat(Datasets.values("mnist-larochelle")).isEqualTo(DataRange.BINARY);
        assertThat(Datasets.open(lines).train().values()).isEqualTo(DataRange.LEVELS);
    }

    @Test
    void spritesAreBinaryAndTheTestPartIsAnotherSample() {
        Split split = Datasets.open(DataSpec.of("sprites").withSprites(new SpriteSpec(16, 30, 20, 3)));
        assertThat(split.train().size()).isEqualTo(30);
        assertThat(split.train().values()).isEqualTo(DataRange.BINARY).isEqualTo(Datasets.values("sprites"));
        assertThat(split.train().head(20).sha256()).isNotEqualTo(split.test().sha256());
        assertThat(split.train().factors()).hasSize(5);
    }

    @Test
    void linesNeedNoFilesAndTheTestPartIsAnotherSample() {
        Split split = Datasets.open(lines);
        assertThat(split.train().size()).isEqualTo(50);
        assertThat(split.test().size()).isEqualTo(20);
        assertThat(split.valid()).isEmpty();
        assertThat(split.train().head(20).sha256()).isNotEqualTo(split.test().sha256());
    }

    @Test
    void validationComesFromTheEndAndTheLimitFromTheBeginning() {
        ExampleSet all = Datasets.open(lines).train();
        Split split = Datasets.open(lines.withValidation(10).withLimit(5));
        assertThat(split.train().sha256()).isEqualTo(all.head(5).sha256());
        assertThat(split.valid())
                .hasValueSatisfying(valid ->
                        assertThat(valid.sha256()).isEqualTo(all.range(40, 50).sha256()));
    }

    @Test
    void refusesALimitAboveTheNumberOfExamples() {
        assertThatThrownBy(() -> Datasets.open(lines.withLimit(51)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data.limit is 51, expected at most the 50");
    }

    @Test
    void refusesToTakeAllExamplesForValidation() {
        assertThatThrownBy(() -> Datasets.open(lines.withValidation(50)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fewer than the 50");
    }

    @Test
    void refusesALimitOfNoneAndANegativeValidationSet() {
        assertThatThrownBy(() -> lines.withLimit(0)).hasMessageContaining("data.limit is 0");
        assertThatThrownBy(() -> lines.withValidation(-1)).hasMessageContaining("data.valid is -1");
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        assertThatThrownBy(() -> Datasets.open(DataSpec.of("mnits")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'mnits'")
                .hasMessageContaining("mnist-larochelle");
    }

    @Test
    void absentDataAreAnErrorThatNamesThreeRemedies(@TempDir Path empty) {
        assertThatThrownBy(() -> Datasets.open(DataSpec.of("mnist").withDir(empty)))
                .isInstanceOf(MissingDataException.class)
                .hasMessageContaining(empty.resolve("mnist").toString())
                .hasMessageContaining("data.dir=FOLDER")
                .hasMessageContaining("VAE_DATA_DIR=FOLDER")
                .hasMessageContaining("`vae data fetch mnist`")
                .hasMessageNotContaining("\n");
    }

    @Test
    void openingAppliesStaticBinarisationAndLeavesDynamicToTheIterator() {
        Split grey = Datasets.open(lines);
        ExampleSet drawn = Datasets.open(lines.withBinarisation(new Binarisation.Static(1)))
                .train();
        for (int j = 0; j < drawn.shape().size(); j++) {
            assertThat(drawn.images().pixel(0, j)).as("pixel %d", j).isIn(0, 255);
        }
        Split dynamic = Datasets.open(lines.withBinarisation(new Binarisation.Dynamic(1)));
        assertThat(dynamic.train().sha256()).isEqualTo(grey.train().sha256());
    }

    @Test
    void theIdentityNamesSizesHashesBinarisationAndLimit() {
        DataSpec spec = lines.withLimit(7).withBinarisation(new Binarisation.Dynamic(3));
        Split split = Datasets.open(spec);
        assertThat(Datasets.identity(spec, split))
                .isEqualTo("lines train=7x1x28x28:sha256:" + split.train().sha256() + " test=20x1x28x28:sha256:"
                        + split.test().sha256() + " binarisation=dynamic:3 limit=7");
    }

    @Test
    void mnistHasItsKnownSizesLabelsAndMean() {
        Split split = Datasets.open(DataSpec.of("mnist").withDir(RealData.require("mnist")));
        assertThat(split.train().size()).isEqualTo(60_000);
        assertThat(split.test().size()).isEqualTo(10_000);
        assertThat(split.train().shape()).isEqualTo(ImageShape.MNIST);
        // The first training digits are well known.
        int[] first = {5, 0, 4, 1, 9, 2, 1, 3, 1, 4};
        for (int i = 0; i < first.length; i++) {
            assertThat(split.train().label(i)).as("label %d", i).isEqualTo(first[i]);
        }
        assertThat(split.test().label(0)).isEqualTo(7);
        // The mean grey value of the training set is published everywhere as 0.1307.
        assertThat(mean(split.train())).isBetween(0.1306, 0.1308);
    }

    @Test
    void dl4jsIteratorAndTheProjectsDeliverTheSameDigits(@TempDir Path cache) {
        DataSpec spec = DataSpec.of("mnist").withDir(RealData.require("mnist")).withLimit(1000);
        DataFolders folders = new DataFolders(
                spec.dir(), Map.of("XDG_CACHE_HOME", cache.toString()), cache, System.getProperty("os.name"));
        Split split = Datasets.open(spec);
        for (Part part : Part.values()) {
            ExampleSet images = part == Part.TRAIN ? split.train() : split.test();
            Dl4jMnistIterator dl4j = Datasets.dl4jIterator(spec, folders, part, 128);
            ImageBatchIterator batches =
                    ImageBatchIterator.sequential(images, 128).build();
            int example = 0;
            while (batches.hasNext()) {
                DataSet expected = dl4j.next();
                INDArray features = batches.next().getFeatures();
                assertThat(features.dup('c').data().asFloat())
                        .isEqualTo(expected.getFeatures().dup('c').data().asFloat());
                int[] digits = expected.getLabels().argMax(1).toIntVector();
                for (int digit : digits) {
                    assertThat(digit).isEqualTo(images.label(example++));
                }
            }
            assertThat(dl4j.hasNext()).isFalse();
            assertThat(example).isEqualTo(images.size());
        }
    }

    @Test
    void dl4jsIteratorNeedsFilesInMnistsFormat(@TempDir Path empty) {
        DataSpec spec = DataSpec.of("mnist-larochelle").withDir(empty);
        assertThatThrownBy(() -> Datasets.dl4jIterator(spec, Part.TEST, 128))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no IDX files");
    }

    @Test
    void dl4jsIteratorRefusesBinarisation(@TempDir Path empty) {
        DataSpec spec = DataSpec.of("mnist").withDir(empty).withBinarisation(new Binarisation.Dynamic(1));
        assertThatThrownBy(() -> Datasets.dl4jIterator(spec, Part.TEST, 128))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("binarisation is dynamic:1");
    }

    @Test
    void larochellesBinarisationHasThreePartsOfZerosAndOnes() {
        Split split = Datasets.open(DataSpec.of("mnist-larochelle").withDir(RealData.require("mnist-larochelle")));
        assertThat(split.train().size()).isEqualTo(50_000);
        assertThat(split.valid())
                .hasValueSatisfying(valid -> assertThat(valid.size()).isEqualTo(10_000));
        assertThat(split.test().size()).isEqualTo(10_000);
        assertThat(split.train().hasLabels()).isFalse();
        // Bernoulli draws keep the mean: 784 · 50,000 pixels have a standard error below 1e-4.
        assertThat(mean(split.train())).isBetween(0.129, 0.133);
    }

    @Test
    void refusesAnotherValidationSetThanThatOfTheData() {
        DataSpec spec = DataSpec.of("mnist-larochelle").withDir(RealData.require("mnist-larochelle"));
        assertThatThrownBy(() -> Datasets.open(spec.withValidation(10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comes with a validation set");
    }

    private static double mean(ExampleSet set) {
        long sum = 0;
        for (int i = 0; i < set.size(); i++) {
            for (int j = 0; j < set.shape().size(); j++) {
                sum += set.images().pixel(i, j);
            }
        }
        return sum / 255.0 / set.size() / set.shape().size();
    }
}
