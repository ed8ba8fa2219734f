package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Mistakes of beginners, the answers to them, and the commands that a user who knows nothing but the answer types next:
 * these must succeed. Instead of {@code vae run}, {@code vae describe} resolves the configuration without training it;
 * where the data matter, the run is made.
 */
class BeginnersMistakesTest {

    private static final List<String> TINY = List.of(
            "data.lines.size=8",
            "data.lines.train=96",
            "data.lines.test=32",
            "model.encoder=[16]",
            "model.decoder=[16]",
            "model.latent=2",
            "training.batchSize=32",
            "training.epochs=1");

    @TempDir
    static Path folder;

    private static Path run;
    private static Path autoencoder;

    private String out = "";
    private String err = "";

    @BeforeAll
    static void trainTwoRunsAndWriteFilesOfUsers() throws IOException {
        run = trained();
        autoencoder = trained("model.kind=autoencoder", "--name", "ae");
        Path images = Files.createDirectories(folder.resolve("images"));
        for (int i = 0; i < 30; i++) {
            ImageIO.write(picture(i), "png", images.resolve(i + ".png").toFile());
        }
        writeIdx(Files.createDirectories(folder.resolve("other/mnist")));
        Random random = new Random(1);
        List<String> rows = new ArrayList<>(List.of("a,b,c"));
        for (int i = 0; i < 40; i++) {
            rows.add(random.nextGaussian() + "," + random.nextGaussian() + "," + random.nextGaussian());
        }
        Files.write(folder.resolve("table.csv"), rows);
        Files.writeString(folder.resolve("tabs.yaml"), "model:\n\tlatent: 2\n");
        Files.writeString(folder.resolve("twice.yaml"), "model:\n  latent: 2\n  latent: 3\n");
        Files.writeString(folder.resolve("sweep.yaml"), "experiment: quickstart\nmodel.latent: [2, 4]\n");
        Files.writeString(folder.resolve("mended.yaml"), "experiment: quickstart\ngrid: {model.latent: [2, 4]}\n");
    }

    private static Path trained(String... more) throws IOException {
        Path runs = folder.resolve("runs");
        List<String> typed = new ArrayList<>(List.of("run", "quickstart", "--runs", runs.toString()));
        typed.addAll(TINY);
        typed.addAll(Arrays.asList(more));
        BeginnersMistakesTest test = new BeginnersMistakesTest();
        assertThat(test.vae(typed)).as(test.err).isZero();
        return Path.of(test.out.substring(test.out.lastIndexOf(", in ") + 5).strip());
    }

    private static BufferedImage picture(int seed) {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        Random random = new Random(seed);
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, random.nextInt());
        }
        return image;
    }

    /** Writes files that have MNIST's format and names but other images. */
    private static void writeIdx(Path folder) throws IOException {
        for (String part : List.of("train", "t10k")) {
            int count = part.equals("train") ? 40 : 10;
            ByteBuffer images = ByteBuffer.allocate(16 + 64 * count);
            images.putInt(0x803).putInt(count).putInt(8).putInt(8);
            while (images.hasRemaining()) {
                images.put((byte) (images.position() * 37));
            }
            Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
            ByteBuffer labels = ByteBuffer.allocate(8 + count);
            labels.putInt(0x801).putInt(count);
            Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
        }
    }

    /** Mistakes of a new user's first days, in the order in which they were made. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run mnist-vae data.name=FOLDER/images | data.source=PATH " + "| try my-vae data.source=FOLDER/images",
                "run mnist-vae data.dir=FOLDER/other | data.source=FOLDER/other/mnist "
                        + "| try my-vae data.source=FOLDER/other/mnist",
                "run my-vae data.source=FOLDER/table.csv model.likelihood=bernoulli | use a Gaussian likelihood "
                        + "| try my-vae data.source=FOLDER/table.csv model.likelihood=gaussian",
                "run my-vae | add data.source=PATH | try my-vae data.source=FOLDER/images",
                "run quickstart model.kind=convolutional | 'model.encoder=[{conv: {channels: 32}}]' "
                        + "| run quickstart 'model.encoder=[{conv: {channels: 32}}]'",
                "run quickstart objective.freeBits=0.5 | did you mean 'objective.terms=[free_bits]'? "
                        + "| run quickstart objective.terms=[free_bits]",
                "run quickstart model.condition=label | set data.name=mnist " + "| run quickstart model.condition=none",
                "run frey | vae run my-vae data.source=PATH | try my-vae data.source=FOLDER/images",
                "run quickstart lr=0.001 | did you mean 'training.learningRate'? "
                        + "| run quickstart training.learningRate=0.001",
                "run quickstart epochs=5 | did you mean 'training.epochs'? | run quickstart training.epochs=5",
                "run quickstart model.prior | vae describe model.prior | describe model.prior",
                "run quickstart model.prior=gaussian | did you mean 'standard_normal'? "
                        + "| run quickstart model.prior=standard_normal",
                "run quickstart model.channels=32 | {conv: {channels: 32}} "
                        + "| run quickstart 'model.encoder=[{conv: {channels: 32}}]'",
                "run quickstart data.validation=10 | did you mean 'data.valid'? | run quickstart data.valid=10",
                "run mnist-vae data.name=lines data.valid=60000 | data.valid is 60000, expected fewer "
                        + "| run mnist-vae data.name=lines data.valid=6000",
                "export RUN --format=pytorch | expected safetensors, onnx or tensorboard "
                        + "| export RUN --format=safetensors",
                "traverse RUN --dims 0 | expected z1 to z2 | traverse RUN --dims z1",
                "resume quickstart | found no directory quickstart, expected a run directory | resume RUN",
                "novelty AUTOENCODER | expected a variational one | novelty RUN --count 5 --held-out 5",
                "eval AUTOENCODER --samples=5 | expected a variational one | eval RUN --samples=5",
            })
    void answersToANewUsersMistakesLeadToAWorkingCommand(String typed, String answer, String next) throws IOException {
        assertAnswerLeadsOn(typed, answer, next);
    }

    /** Mistakes of users who are accustomed to other programs and shells. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train quickstart | did you mean 'vae run'? | run quickstart",
                "quickstart | did you mean 'vae run quickstart'? | run quickstart",
                "beta-vae | did you mean 'vae describe beta-vae'? | describe beta-vae",
                "run beta-vae | vae describe beta-vae > model.yaml | describe beta-vae",
                "run quick | did you mean 'quickstart'? | run quickstart",
                "run sprites | vae run mnist-vae data.name=sprites | run mnist-vae data.name=sprites",
                "run FOLDER/images | vae run my-vae data.source=FOLDER/images | try my-vae data.source=FOLDER/images",
                "run my-vae FOLDER/images | data.source=FOLDER/images | try my-vae data.source=FOLDER/images",
                "run mnist-vae --data lines | a key has no dashes: data.name=lines | run mnist-vae data.name=lines",
                "run quickstart --epochs 5 | a key has no dashes: training.epochs=5 | run quickstart training.epochs=5",
                "run quickstart -e 5 | a key has no dashes: training.epochs=5 | run quickstart training.epochs=5",
                "run quickstart --lr 0.01 | training.learningRate=0.01 | run quickstart training.learningRate=0.01",
                "run quickstart training.epochs = 5 | write training.epochs=5 without blanks "
                        + "| run quickstart training.epochs=5",
                "run quickstart training.epochs: 5 | write training.epochs=5 without blanks "
                        + "| run quickstart training.epochs=5",
                "run quickstart training.learningRate=0,01 | write 0.01, with a point "
                        + "| run quickstart training.learningRate=0.01",
                "run quickstart model.encoder=400,200 | write model.encoder=[400,200] "
                        + "| run quickstart model.encoder=[400,200]",
                "run quickstart model.encoder=[400, 200] | put the whole into quotation marks "
                        + "| run quickstart 'model.encoder=[400, 200]'",
                "run quickstart objective=iwae | did you mean 'objective.name=iwae'? "
                        + "| run quickstart objective.name=iwae",
                "run quickstart objective.name=beta_vae | objective.beta=4 | run quickstart objective.beta=4",
                "run quickstart objective.terms=free_bits | write objective.terms=[free_bits] "
                        + "| run quickstart objective.terms=[free_bits]",
                "run quickstart model.likelihood=mse | did you mean 'gaussian'? "
                        + "| run quickstart model.likelihood=gaussian",
                "run quickstart model.activation=silu | did you mean 'swish'? | run quickstart model.activation=swish",
                "run quickstart model.prior.components=5 | 'model.prior={mixture: {components: value}}' "
                        + "| run quickstart 'model.prior={mixture: {components: 5}}'",
                "run quickstart Model.Latent=2 | did you mean 'model.latent'? | run quickstart model.latent=2",
                "run quickstart training.patience=3 | set data.valid=10000 "
                        + "| run quickstart training.patience=3 data.valid=20",
                "run quickstart data.pairs=1 | set model.pairs to averaged "
                        + "| run quickstart data.pairs=1 model.pairs=averaged",
                "run quickstart training.updater=AdamW | expected a number above 0, for example 0.01 "
                        + "| run quickstart training.updater=AdamW training.weightDecay=0.01",
                "run quickstart --config FOLDER/tabs.yaml | begins with a tab | describe model.latent",
                "run quickstart --config FOLDER/twice.yaml | found the key 'latent' twice | describe model.latent",
                "run quickstart --backend gpu | did you mean 'cuda'? | run quickstart --backend cpu",
                "run my-vae data.source=lines | which data.name=lines takes | run mnist-vae data.name=lines",
                "sample FOLDER/runs | such as RUNS | sample RUN --count 1",
                "sample FOLDER/runs/quickstart/seed | did you mean RUN? | sample RUN --count 1",
                "sample RUN 5 | did you mean '--count 5'? | sample RUN --count 5",
                "sample RUN --count many | found 'many', expected a whole number | sample RUN --count 2",
                "traverse RUN --dims 1 2 | several are joined by commas: --dims 1,2 | traverse RUN --dims 1,2",
                "encode RUN --part testing | did you mean 'test'? | encode RUN --part test",
                "figures RUN --format png | expected one of pdf, svg | figures RUN --format svg",
                "sweep FOLDER/sweep.yaml | did you mean 'vae sweep run FOLDER/sweep.yaml'? "
                        + "| sweep plan FOLDER/mended.yaml",
                "sweep plan FOLDER/sweep.yaml | write grid: {model.latent: [2,4]} | sweep plan FOLDER/mended.yaml",
                "data verify lnes | did you mean 'lines'? | data verify lines",
                "describe priors | did you mean 'model.prior'? | describe model.prior",
                "version | did you mean 'vae --version'? | --version",
            })
    void answersToHabitsOfOtherProgramsLeadToAWorkingCommand(String typed, String answer, String next)
            throws IOException {
        assertAnswerLeadsOn(typed, answer, next);
    }

    /** Requires that a command is refused in one line with an answer, and that the next command succeeds. */
    private void assertAnswerLeadsOn(String typed, String answer, String next) throws IOException {
        assertThat(vae(words(typed))).as(out + err).isEqualTo(2);
        assertThat(err.lines()).as("one line").hasSize(1);
        assertThat(err).contains(filled(answer));
        assertThat(out).isEmpty();
        assertThat(vae(cheap(words(next)))).as("%s: %s", next, err).isZero();
    }

    @Test
    void outputsOfASecondCommandDoNotReplaceTheFirst() throws IOException {
        assertThat(vae(words("sample RUN --count 1"))).isZero();
        assertThat(vae(words("sample RUN --count 1"))).as("a second time").isZero();
        assertThat(vae(words("export RUN --format=onnx"))).isZero();
        assertThat(vae(words("export RUN --format=onnx"))).as("a second time").isZero();
        assertThat(run.resolve("export-2-decoder.onnx")).isNotEmptyFile();
        assertThat(vae(words("novelty RUN --count 5 --held-out 5"))).isZero();
        assertThat(vae(words("novelty RUN --count 5 --held-out 5")))
                .as("a second time")
                .isZero();
    }

    @Test
    void samplesOfAPlainAutoencoderComeWithARemark() throws IOException {
        assertThat(vae(words("sample AUTOENCODER --count 1"))).isZero();
        assertThat(err).contains("nothing pulled the codes of this autoencoder to", "gaussian_mixture");
    }

    @Test
    void showsTheUsageWithoutACommandAndOfACommand() throws IOException {
        assertThat(vae(List.of())).isZero();
        assertThat(out).startsWith("Usage: vae");
        assertThat(vae(words("help run"))).isZero();
        assertThat(out).startsWith("Usage: vae run");
    }

    @Test
    void aFinishedRunThatIsAskedForAgainSaysSoInTwoLines() throws IOException {
        List<String> typed = new ArrayList<>(words("run quickstart --runs FOLDER/runs"));
        typed.addAll(TINY);
        assertThat(vae(typed)).isZero();
        assertThat(out.lines()).hasSize(2);
        assertThat(out).contains("already done, in " + run, "negElboNats");
        assertThat(err).isEmpty();
    }

    /** Replaces {@code run} by {@code describe}, and {@code try} by a run of a tiny model that is made. */
    private List<String> cheap(List<String> words) {
        List<String> all = new ArrayList<>(words);
        if (words.get(0).equals("run")) {
            all.set(0, "describe");
            all.removeAll(List.of("--backend", "cpu"));
        } else if (words.get(0).equals("try")) {
            all.set(0, "run");
            all.addAll(List.of("training.epochs=1", "model.encoder=[4]", "model.decoder=[4]", "model.latent=2"));
            all.addAll(List.of("--runs", folder.resolve("tried").toString()));
        }
        return all;
    }

    private static List<String> words(String typed) {
        List<String> words = new ArrayList<>();
        Pattern.compile("'([^']*)'|\\S+")
                .matcher(filled(typed))
                .results()
                .forEach(word -> words.add(word.group(1) == null ? word.group() : word.group(1)));
        return words;
    }

    private static String filled(String text) {
        return text.replace("RUNS", folder.resolve("runs").toString())
                .replace("RUN", run.toString())
                .replace("AUTOENCODER", autoencoder.toString())
                .replace("FOLDER", folder.toString());
    }

    private int vae(List<String> typed) {
        Typed ended = Typed.vae(typed.toArray(String[]::new));
        out = ended.out();
        err = ended.err();
        return ended.code();
    }
}
