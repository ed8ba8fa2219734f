package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.use.Numbers;

/** Data of the user's own on the command line, from the file to the report. */
class OwnDataTest {

    private static final String SMALL =
            " model.encoder=[12] model.decoder=[12] model.latent=2 training.epochs=1 training.batchSize=20 --quiet --json";

    @TempDir
    private Path folder;

    private String out = "";
    private String err = "";

    @Test
    void aFolderOfTallColouredImagesTrainsAndIsDrawn() throws IOException {
        images(6, 3);
        String run = trained("data.source=" + folder.resolve("set") + " data.split.order=stratified");
        assertThat(Path.of(run, "data.json")).content().contains("LEVELS", "\"classes\" : 2");
        BufferedImage sheet = ImageIO.read(Path.of(run, "figures/samples.png").toFile());
        assertThat(sheet.getHeight()).isGreaterThan(sheet.getWidth());
        assertThat(Path.of(run, "eval/latents.csv")).content().startsWith("example,label");
        assertThat(vae("eval " + run + " --metrics nll --samples 2 --json --quiet"))
                .as(err)
                .isZero();
        assertThat(out).contains("cross-entropy", "set of content");
        Path png = folder.resolve("sample.png");
        assertThat(vae("sample " + run + " --count 4 --out " + png)).as(err).isZero();
        assertThat(ImageIO.read(png.toFile()).getHeight()).isGreaterThan(80);
        for (String format : List.of("safetensors", "onnx")) {
            assertThat(vae("export " + run + " --format " + format + " --out " + folder.resolve("w." + format)))
                    .as(err)
                    .isZero();
        }
        // Exported files must not contain the names of this machine's folders.
        for (String name : List.of("w.safetensors", "w-encoder.onnx", "w-decoder.onnx")) {
            assertThat(Files.readString(folder.resolve(name), StandardCharsets.ISO_8859_1))
                    .contains("source: set")
                    .doesNotContain(folder.toString());
        }
    }

    @Test
    void aTableTrainsWithoutPicturesAndSamplesInItsOwnUnits() throws IOException {
        StringBuilder text = new StringBuilder("speed,mass,kind\n");
        Random random = new Random(1);
        for (int i = 0; i < 80; i++) {
            text.append(1000 + random.nextGaussian()).append(',').append(-5 + random.nextGaussian());
            text.append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        Path csv = Files.writeString(folder.resolve("t.csv"), text, StandardCharsets.UTF_8);
        String run = trained("data.source=" + csv + " data.labels=kind data.split.test=0");
        assertThat(out).contains("\"part\":\"train\"");
        assertThat(err).contains("There is no test part");
        assertThat(Path.of(run, "figures/samples.png")).doesNotExist();
        assertThat(Path.of(run, "report.html")).content().contains("no pictures", "There is no test part");
        Path samples = folder.resolve("s.csv");
        assertThat(vae("sample " + run + " --count 50 --out " + samples))
                .as(err)
                .isZero();
        Numbers numbers = Numbers.read(samples);
        assertThat(numbers.columns()).containsExactly("speed", "mass");
        assertThat(numbers.values().getColumn(0).meanNumber().doubleValue()).isBetween(998.0, 1002.0);
        assertThat(vae("sample " + run + " --count 4 --out " + folder.resolve("s.png")))
                .isEqualTo(2);
        assertThat(err).contains("no pictures", ".csv").hasLineCount(1);
        assertThat(vae("eval " + run + " --metrics nll --samples 2 --json --quiet"))
                .as(err)
                .isZero();
        assertThat(out).contains("density");
    }

    @Test
    void anArrayOfRowsTrainsAsImagesOfTheGivenShape() throws IOException {
        Path npy = npy("frey.npy", "(60, 20)", 60 * 20);
        String run = trained("data.source=" + npy + " data.shape=[5,4]");
        assertThat(Path.of(run, "data.json")).content().contains("\"shape\" : [ 1, 5, 4 ]");
        assertThat(Path.of(run, "figures/reconstructions.png")).exists();
        assertThat(vae("data show " + npy + " data.shape=[5,4] --sheet " + folder.resolve("sheet.png")))
                .as(err)
                .isZero();
        assertThat(out).contains("images of [1, 5, 4]", "54 train", "sha256");
        assertThat(folder.resolve("sheet.png")).exists();
    }

    @Test
    void importedDataGiveTheResultsOfTheirSource() throws IOException {
        images(6, 3);
        Path set = folder.resolve("set");
        Path copy = folder.resolve("copy");
        assertThat(vae("data import " + set + " --out " + copy + " --sheet " + folder.resolve("i.png")))
                .as(err)
                .isZero();
        assertThat(out).contains("all: ", "2 classes", "sha256 ", copy.toString());
        assertThat(ImageIO.read(folder.resolve("i.png").toFile()).getHeight()).isPositive();
        String first = trained("data.source=" + set);
        String second = trained("data.source=" + copy);
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(Path.of(second, "eval/test.json").toFile()).get("negElboNats"))
                .isNotNull()
                .isEqualTo(
                        json.readTree(Path.of(first, "eval/test.json").toFile()).get("negElboNats"));
        assertThat(vae("data import " + set + " --out " + copy)).isEqualTo(2);
        assertThat(err).contains("copy", "remove it first").hasLineCount(1);
    }

    @Test
    void importRefusesItsPlacesBeforeItReads() throws IOException {
        Path csv = Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n3,4\n5,7\n");
        Path copy = folder.resolve("copy");
        refused("data import " + csv + " --out " + copy + " --sheet " + folder.resolve("s.png"), "no pictures");
        refused("data import absent --out " + copy + " --sheet " + folder.resolve("s.txt"), "--sheet", ".png");
        refused("data import absent --out " + copy + " --sheet " + folder.resolve("no/s.png"), "--sheet", "no folder");
        refused("data import absent --out " + csv, "remove it first");
        Path there = Files.writeString(folder.resolve("there.png"), "mine");
        refused("data show absent --sheet " + there, "--sheet", "nothing was written over");
        assertThat(copy).doesNotExist();
        assertThat(there).hasContent("mine");
    }

    private void refused(String command, String... words) {
        assertThat(vae(command)).isEqualTo(2);
        assertThat(err).contains(words).contains("expected").hasLineCount(1);
    }

    @Test
    void dataSetsOfTheCatalogueNameOriginCitationAndLicence() throws IOException {
        assertThat(vae("data list --long")).isZero();
        assertThat(out).contains("cite: Y. LeCun", "licence: CC BY-SA 4.0").contains("origin: drawn by this project");
        Path sheet = folder.resolve("sheet.png");
        assertThat(vae("data show sprites data.sprites.size=12 data.sprites.train=30 --sheet " + sheet))
                .as(err)
                .isZero();
        assertThat(out).contains("licence: Apache-2.0", "sprites train=30x1x12x12");
        assertThat(ImageIO.read(sheet.toFile()).getHeight()).isPositive();
        assertThat(vae("data show cifar-10 data.dir=" + folder)).isEqualTo(2);
        assertThat(out).contains("cite: A. Krizhevsky");
        assertThat(err).contains("vae data fetch cifar-10").hasLineCount(1);
    }

    @Test
    void dequantisedAndAugmentedImagesHaveAProtocolOfTheirOwn() throws IOException {
        images(6, 3);
        String run = trained("data.source=" + folder.resolve("set")
                + " data.dequantise=uniform data.augment.shift=1 data.augment.flip=horizontal data.augment.rotate=5"
                + " model.likelihood=gaussian");
        assertThat(vae("eval " + run + " --metrics nll --samples 2 --json --quiet"))
                .as(err)
                .isZero();
        assertThat(out).contains("none, dequantised", "density");
        assertThat(vae("sample " + run + " --count 4 --out " + folder.resolve("d.png")))
                .as(err)
                .isZero();
    }

    @Test
    void eachFoldIsADifferentSplit() throws IOException {
        Path npy = npy("frey.npy", "(60, 20)", 60 * 20);
        List<String> tested = new ArrayList<>();
        for (int fold = 0; fold < 3; fold++) {
            String run = trained("data.source=" + npy + " data.split.folds=3 data.split.fold=" + fold);
            tested.add(new ObjectMapper()
                    .readTree(Path.of(run, "data.json").toFile())
                    .get("sha256")
                    .asText());
        }
        assertThat(tested).doesNotHaveDuplicates();
    }

    @Test
    void generatedSpritesTrainAndAreDrawn() throws IOException {
        int code = vae("run mnist-vae data.name=sprites data.sprites.size=12 data.sprites.train=60 data.sprites.test=20"
                + SMALL + " data.binarisation=none --runs " + folder);
        assertThat(code).as(err).isZero();
        Path run = Path.of(new ObjectMapper().readTree(out).get("run").asText());
        assertThat(run.resolve("figures/samples.png")).exists();
        assertThat(run.resolve("report.html")).content().contains("what to cite", "L. Matthey");
        assertThat(vae("data verify sprites")).isZero();
        assertThat(vae("run mnist-vae data.name=cifar-10 --runs " + folder)).isEqualTo(2);
        assertThat(err).contains("cifar-10-binary.tar.gz", "vae data fetch cifar-10");
    }

    @Test
    void refusesValuesOutsideTheSupportOfTheLikelihood() throws IOException {
        Path csv = Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n3,4\n5,7\n");
        assertThat(vae("run my-vae data.source=" + csv + " model.likelihood=bernoulli --runs " + folder))
                .isEqualTo(2);
        assertThat(err.lines().filter(line -> line.contains("found")).toList())
                .singleElement()
                .asString()
                .contains("finite numbers", "bernoulli", "use a Gaussian likelihood");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.source=ragged.csv",
                "data.source=absent",
                "data.source=cut.npy",
                "data.source=frey.npy data.shape=[3,3]",
                "data.source=frey.npy data.resize=[3,3]",
                "data.source=frey.npy data.labels=none.npy",
                "data.source=frey.npy data.range=binary",
                "data.source=frey.npy data.split.test=1000",
                "data.source=mixed",
                "data.source=frey.npy data.crop=[2,2]",
                "data.source=frey.npy data.augment.flip=horizontal",
                "data.source=frey.npy data.shape=[5,4] data.dequantise=uniform",
                "data.source=frey.npy data.shape=[5,4] data.augment.rotate=181",
                "data.source=frey.npy data.split.folds=1",
                "data.source=frey.npy data.split.folds=3 data.split.fold=3",
                "data.source=frey.npy data.split.folds=61",
                "data.source=*.nothing",
                "data.source=other.txt",
                "data.source=frey.npy data.binarisation=dynamic",
                "data.shape=[1,2,3,4]",
                "data.source=frey.npy data.dir=x",
                "data.split.test=1.5",
                "model.latent=2"
            })
    void refusesBadInputInOneLineWithExitCode2(String keys) throws IOException {
        Files.writeString(folder.resolve("ragged.csv"), "a,b\n1,2\n3\n");
        Files.writeString(folder.resolve("other.txt"), "hello");
        npy("frey.npy", "(60, 20)", 60 * 20);
        npy("cut.npy", "(60, 20)", 60 * 20 - 1);
        Files.createDirectory(folder.resolve("mixed"));
        for (int size : new int[] {2, 3}) {
            BufferedImage image = new BufferedImage(size, 2, BufferedImage.TYPE_INT_RGB);
            ImageIO.write(image, "png", folder.resolve("mixed/" + size + ".png").toFile());
        }
        String here = keys.replace("data.source=", "data.source=" + folder + "/");
        assertThat(vae("run my-vae " + here + SMALL + " --runs " + folder))
                .as(err)
                .isEqualTo(2);
        List<String> lines = new ArrayList<>(err.lines().toList());
        assertThat(lines).as(err).hasSize(1);
        assertThat(lines.get(0)).contains("expected").doesNotContain("Exception");
    }

    private void images(int height, int width) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 60; i++) {
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < height * width; p++) {
                image.setRGB(p % width, p / width, random.nextInt());
            }
            Path file = folder.resolve("set/" + (i % 2 == 0 ? "even" : "odd") + "/" + i + ".png");
            Files.createDirectories(file.getParent());
            ImageIO.write(image, "png", file.toFile());
        }
    }

    private Path npy(String name, String shape, int values) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + header.length() + 4 * values).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        Random random = new Random(2);
        for (int i = 0; i < values; i++) {
            bytes.putFloat(random.nextFloat());
        }
        return Files.write(folder.resolve(name), bytes.array());
    }

    private String trained(String keys) throws IOException {
        int code = vae("run my-vae " + keys + SMALL + " --runs " + folder);
        assertThat(code).as(err).isZero();
        return new ObjectMapper().readTree(out).get("run").asText();
    }

    private int vae(String line) {
        Typed typed = Typed.line(line);
        out = typed.out();
        err = typed.err();
        return typed.code();
    }
}
