package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunState;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.catalog.Studies;
import org.vae4j.experiment.study.terminal.ExitCode;

/** The command line as a person uses it, within this process. */
class VaeTest {

    private static final List<String> TINY = List.of(
            "data.lines.size=8",
            "data.lines.train=96",
            "data.lines.test=32",
            "model.encoder=[16]",
            "model.decoder=[16]",
            "model.latent=2",
            "training.batchSize=32",
            "training.epochs=3");

    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    @Test
    void listsEveryExperimentWithAPhrase() {
        assertThat(vae("list")).isZero();
        assertThat(out.lines()).hasSize(Studies.all().size());
        for (Study study : Studies.all()) {
            assertThat(out).contains(study.name() + "  ").contains(study.summary());
            assertThat(study.summary()).hasSizeLessThanOrEqualTo(110).doesNotEndWith(".");
        }
        assertThat(err).isEmpty();
    }

    @Test
    void listsAndDescribesModelsByName() {
        assertThat(vae("list", "--models")).isZero();
        assertThat(out).contains("\nbeta-tcvae ").contains("\ntvo ").doesNotContain("mnist-vae");
        assertThat(vae("describe", "beta-tcvae")).isZero();
        assertThat(out)
                .startsWith("# β-TCVAE: ")
                .contains("total_correlation: {beta: 6")
                .contains("--config");
        assertThat(vae("describe", "beta-tcvea")).isEqualTo(2);
        assertThat(err).contains("found no experiment or model 'beta-tcvea'", "did you mean 'beta-tcvae'?");
        assertThat(vae("describe", "beta-tcvae", "seed=2")).isEqualTo(2);
        assertThat(vae("describe", "tvae")).isZero();
        assertThat(out).endsWith("run mnist-vae --config model.yaml data.name=sprites" + System.lineSeparator());
    }

    @Test
    void describesEveryExperimentByItsResolvedKeys() {
        for (Study study : Studies.all()) {
            assertThat(vae("describe", study.name())).as(study.name()).isZero();
            assertThat(out).contains("experiment: " + study.name(), "seed: 1", "threads: 1");
        }
        vae("describe", "mnist-vae", "model.latent=2");
        assertThat(out).contains("latent: 2", "learningRate: 0.001", "batchSize: 128");
    }

    @Test
    void showsItsHelpWhenAskedForNothing() {
        assertThat(vae()).isZero();
        assertThat(out).contains("Usage: vae", "run", "sample");
        assertThat(err).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run mnist-va                            | did you mean 'mnist-vae'?",
                "run quickstart model.latnt=2            | did you mean 'model.latent'?",
                "run quickstart training.epochs=ten      | expected a whole number",
                "run quickstart model.latent=-1          | model.latent: found -1",
                "run quickstart --config none.yaml       | found no file none.yaml",
                "run quickstart --threads x              | --threads",
                "run quickstart --threads 0              | runtime.threads: found 0",
                "run quickstart --backend tpu            | expected one of auto, cpu, cuda",
                "run quickstart data.name=lnes           | lnes",
                "run quickstart data.limit=999999        | 999999",
                "run quickstart data.name=mnist data.dir=/nowhere | vae data fetch mnist",
                "run                                     | EXPERIMENT",
                "rum                                     | did you mean 'run'?",
                "descirbe svae                           | did you mean 'describe'?",
                "list --model                            | did you mean '--models'?",
                "list parts                              | did you mean '--parts'?",
                "list --parts --models                   | found --parts and --models, expected one of the two",
                "run mnist-vae --epochs=5                | a key has no dashes: training.epochs=5",
                "run mnist-vae --data.limit=5            | a key has no dashes: data.limit=5",
                "sample /nowhere -o x.png                | did you mean '--out'?",
                "run svae                                | 'svae' is a model: vae describe svae > model.yaml",
                "reproduce verify --out /nowhere         | found no folder",
                "resume /nowhere                         | found no directory /nowhere",
                "data                                    | expected data list",
                "data verify mnits                       | did you mean 'mnist'?",
                "data fetch lines                        | expected one of mnist",
            })
    void answersBadInputInOneLineWithExitCode2AndLeavesNothing(String command, String message) throws IOException {
        String[] arguments = command.split(" ");
        if (arguments[0].equals("run") && arguments.length > 1) {
            arguments = Stream.concat(Stream.of(arguments), Stream.of("--runs", folder.toString()))
                    .toArray(String[]::new);
        }
        assertThat(vae(arguments)).as(err).isEqualTo(2);
        assertThat(err.lines().filter(line -> !line.isBlank()))
                .singleElement()
                .asString()
                .startsWith("vae: ")
                .contains(message);
        assertThat(out).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void refusesDamagedDataWithExitCode2AndLeavesNoRun() throws IOException {
        Path mnist = Files.createDirectories(folder.resolve("data/mnist"));
        for (String file : List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")) {
            Files.write(mnist.resolve(file + "-ubyte"), new byte[] {0, 0, 8, 3, 0, 0, 0, 1});
        }
        Path runs = folder.resolve("runs");
        assertThat(vae("run", "mnist-vae", "data.dir=" + mnist.getParent(), "--runs", runs.toString()))
                .isEqualTo(2);
        assertThat(err.lines()).singleElement().asString().contains("train-images-idx3-ubyte");
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void saysWhatToTryWhenTrainingDiverges() throws IOException {
        assertThat(tiny("--json", "training.learningRate=1e12")).isEqualTo(1);
        assertThat(err.lines().filter(line -> line.startsWith("quickstart: failed")))
                .singleElement()
                .asString()
                .contains("lower the learning rate", "log.txt");
        JsonNode line = new ObjectMapper().readTree(out);
        assertThat(line.get("status").asText()).isEqualTo("FAILED");
        assertThat(line.get("reason").asText()).contains("learning rate");
    }

    @Test
    void trainsEvaluatesAndDraws() throws IOException {
        assertThat(tiny("--json")).as(err).isZero();

        JsonNode line = new ObjectMapper().readTree(out);
        Path root = Path.of(line.get("run").asText());
        assertThat(line.get("status").asText()).isEqualTo("DONE");
        JsonNode test = line.get("test");
        assertThat(test.get("negElboNats").asDouble())
                .isEqualTo(test.get("reconstructionNats").asDouble()
                        + test.get("klNats").asDouble())
                .isBetween(1.0, 64 * Math.log(2));
        ObjectNode stored = (ObjectNode)
                new ObjectMapper().readTree(root.resolve("eval/test.json").toFile());
        assertThat(stored.remove("diagnostics").get("klPerDimensionNats")).hasSize(2);
        assertThat(stored).isEqualTo(test);
        assertThat(Files.readAllLines(root.resolve("metrics.jsonl"))).hasSize(3);
        assertThat(root.resolve("checkpoints/last.zip")).isNotEmptyFile();
        for (String picture : List.of("curves", "terms", "reconstructions", "samples")) {
            assertThat(ImageIO.read(root.resolve("figures/" + picture + ".png").toFile())
                            .getWidth())
                    .as(picture)
                    .isGreaterThan(400);
        }
        JsonNode provenance =
                new ObjectMapper().readTree(root.resolve("provenance.json").toFile());
        assertThat(provenance.get("data").asText()).contains("sha256");
        assertThat(provenance.get("numerics").get("blasVendor").asText()).isNotBlank();
        assertThat(provenance.get("commandLine").get(1).asText()).isEqualTo("quickstart");
    }

    @Test
    void givesTheSameNumbersForTheSameSeedAndOthersForAnother() throws IOException {
        tiny("--json", "--name", "a");
        String first = metrics();
        tiny("--json", "--name", "b");
        assertThat(metrics()).isEqualTo(first);
        tiny("--json", "--name", "c", "seed=2");
        assertThat(metrics()).isNotEqualTo(first);
    }

    @Test
    void continuesAnInterruptedRunToTheSameEnd() throws IOException {
        tiny("--json", "--name", "whole");
        String whole = metrics();
        tiny("--json", "--name", "parts");
        Path root = lastRun();
        // As if it had been killed after the second epoch's checkpoint, in the middle of writing a line.
        tiny("--json", "--name", "short", "training.epochs=2");
        Path two = lastRun();
        Files.copy(
                two.resolve("checkpoints/last.zip"),
                root.resolve("checkpoints/last.zip"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.delete(root.resolve("status.json"));
        Files.delete(root.resolve("eval/test.json"));
        List<String> lines = Files.readAllLines(root.resolve("metrics.jsonl"));
        Files.writeString(
                root.resolve("metrics.jsonl"),
                lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(2).substring(0, 20));

        assertThat(vae("resume", root.toString(), "--json")).as(err).isZero();
        assertThat(err).contains("continuing after epoch 2");
        assertThat(metrics()).isEqualTo(whole);
        assertThat(RunFiles.in(root).status())
                .hasValueSatisfying(s -> assertThat(s.state()).isEqualTo(RunState.DONE));
    }

    @ParameterizedTest
    @CsvSource({"cut", "flipped", "empty", "both"})
    void usesTheCheckpointBeforeADamagedOne(String damage) throws IOException {
        tiny("--json", "--name", "whole");
        String whole = metrics();
        tiny("--json", "--name", "damaged", "runtime.untilEpoch=2");
        Path checkpoints = lastRun().resolve("checkpoints");
        byte[] bytes = Files.readAllBytes(checkpoints.resolve("last.zip"));
        byte[] changed = damage.equals("cut") ? Arrays.copyOf(bytes, bytes.length / 2) : bytes.clone();
        changed[changed.length / 3] ^= 1;
        Files.write(checkpoints.resolve("last.zip"), damage.equals("empty") ? new byte[0] : changed);
        if (damage.equals("both")) {
            Files.write(checkpoints.resolve("previous.zip"), new byte[] {1, 2, 3});
        }

        assertThat(tiny("--json", "--name", "damaged")).as(err).isZero();
        assertThat(metrics()).isEqualTo(whole);
        assertThat(lastRun().resolve("log.txt"))
                .content()
                .contains("found a damaged file", "last.zip is set aside as last.zip.damaged");
        assertThat(err.contains("continuing after epoch 1, batch 0")).isEqualTo(!damage.equals("both"));
        assertThat(checkpoints.resolve("last.zip.damaged")).exists();
    }

    @Test
    void trainsADeterministicAutoencoderAndAGaussianLikelihoodToo() throws IOException {
        assertThat(tiny("--json", "model.kind=autoencoder", "--name", "ae"))
                .as(err)
                .isZero();
        assertThat(new ObjectMapper().readTree(out).get("test").fieldNames())
                .toIterable()
                .contains("reconstructionNats")
                .doesNotContain("negElboNats", "klNats");
        assertThat(err + out).contains("reconstruction loss").doesNotContain("ELBO");
        assertThat(tiny(
                        "--json",
                        "model.likelihood=gaussian",
                        "model.sigma=0.3",
                        "objective.beta=0.5",
                        "objective.betaWarmupEpochs=2",
                        "data.lines.colour=rgb",
                        "data.valid=16",
                        "--name",
                        "gaussian"))
                .as(err)
                .isZero();
        JsonNode first = new ObjectMapper()
                .readTree(Files.readAllLines(lastRun().resolve("metrics.jsonl")).get(0));
        assertThat(first.get("valid").get("negElboNats").isNumber()).isTrue();
        assertThat(first.get("objectiveNats").asDouble())
                .isLessThan(first.get("train").get("negElboNats").asDouble());
    }

    @Test
    void evaluatesTheLikelihoodOfARunAndKeepsTheResult() throws IOException {
        tiny("--json");
        double negElbo =
                new ObjectMapper().readTree(out).at("/test/negElboNats").asDouble();
        String run = lastRun().toString();
        assertThat(vae("eval", run, "--metrics=nll", "--samples=300", "--json"))
                .as(err)
                .isZero();
        JsonNode first = new ObjectMapper().readTree(out);
        // The bound's own draw of one latent an image scatters by about a tenth of a nat.
        assertThat(first.get("negLogLikelihoodNats").asDouble()).isPositive().isLessThan(negElbo + 0.5);
        assertThat(first.get("standardError").asDouble()).isPositive();
        assertThat(first.get("samples").asInt()).isEqualTo(300);
        assertThat(first.get("examples").asInt()).isEqualTo(32);
        assertThat(first.get("activeUnits").asInt()).isBetween(0, 2);

        vae("eval", run, "--samples=300", "--json");
        assertThat(new ObjectMapper().readTree(out)).as("kept").isEqualTo(first);
        vae("eval", run, "--samples=300", "--json", "--again");
        JsonNode again = new ObjectMapper().readTree(out);
        assertThat(again.get("negLogLikelihoodNats")).isEqualTo(first.get("negLogLikelihoodNats"));
        vae("eval", run, "--samples=300", "--examples=5", "--json");
        assertThat(new ObjectMapper().readTree(out).get("examples").asInt()).isEqualTo(5);
        vae("eval", run, "--samples=30", "--examples=20000", "--json");
        JsonNode more = new ObjectMapper().readTree(out);
        assertThat(more.get("examples").asInt()).isEqualTo(32);
        vae("eval", run, "--samples=30", "--examples=20000", "--json");
        assertThat(new ObjectMapper().readTree(out))
                .as("kept where there are fewer examples than that")
                .isEqualTo(more);
        vae("eval", run, "--samples=1", "--examples=1", "--json");
        JsonNode one = new ObjectMapper().readTree(out);
        assertThat(one.get("standardError").asText()).isEqualTo("NaN");
        assertThat(one.get("samplingError").asText()).isEqualTo("NaN");

        List<Integer> sizes = new ArrayList<>();
        List<Double> bounds = new ArrayList<>();
        first.get("bounds").forEach(bound -> {
            sizes.add(bound.get("samples").asInt());
            bounds.add(bound.get("negBoundNats").asDouble());
        });
        assertThat(sizes).containsExactly(1, 5, 50, 300);
        assertThat(bounds).isSortedAccordingTo(Comparator.reverseOrder()).doesNotHaveDuplicates();
        assertThat(bounds.get(3)).isCloseTo(first.get("negLogLikelihoodNats").asDouble(), within(1e-9));
        assertThat(bounds.get(0)).isCloseTo(negElbo, within(0.5));
    }

    @Test
    void checksTheLikelihoodOfARunByAnnealing() throws IOException {
        // Dynamic, so that both estimates have to be of the same draw of the pixels.
        tiny("--json", "data.binarisation=dynamic");
        String run = lastRun().toString();
        String command = "eval " + run + " --metrics=nll,ais --samples=2000 --chains=30 --temperatures=200 --leapfrog=4"
                + " --examples=8 --json";
        assertThat(vae(command.split(" "))).as(err).isZero();
        JsonNode both = new ObjectMapper().readTree(out);
        JsonNode annealed = both.get("ais");
        assertThat(both.at("/nll/negLogLikelihoodNats"))
                .as("one object per metric, and the numbers of nll beside it")
                .isEqualTo(both.get("negLogLikelihoodNats"));
        assertThat(annealed.get("importanceSampledNats").asDouble())
                .isCloseTo(both.get("negLogLikelihoodNats").asDouble(), within(1e-9));
        double difference = annealed.get("differenceNats").asDouble();
        assertThat(difference)
                .isCloseTo(
                        annealed.get("importanceSampledNats").asDouble()
                                - annealed.get("negLogLikelihoodNats").asDouble(),
                        within(1e-9));
        double error = annealed.get("differenceSamplingError").asDouble();
        assertThat(error).isBetween(1e-4, 0.1);
        assertThat(Math.abs(difference)).isLessThan(4 * error);
        vae(command.split(" "));
        assertThat(new ObjectMapper().readTree(out)).as("kept").isEqualTo(both);
        assertThat(vae("eval", run, "--metrics=ais", "--chains=0")).isEqualTo(2);
        assertThat(err).contains("--chains: found 0, expected a whole number of at least 1");
        assertThat(vae("eval", run, "--metrics=ais", "--leapfrog=-1")).isEqualTo(2);
        assertThat(err).contains("--leapfrog: found -1, expected a whole number of at least 1");
        // Another question is another answer, and takes nothing from the first.
        assertThat(vae(command.replace("leapfrog=4", "leapfrog=2").split(" "))).isZero();
        assertThat(new ObjectMapper().readTree(out).at("/ais/leapfrogSteps").asInt())
                .isEqualTo(2);
        vae(command.split(" "));
        assertThat(new ObjectMapper().readTree(out)).as("still kept").isEqualTo(both);
    }

    /** Bounds from both sides; a model of one epoch on binary pixels. */
    @Test
    void boundsTheLikelihoodFromBothSides() throws IOException {
        tiny("--json");
        String run = lastRun().toString();
        String command = "eval " + run + " --metrics=bdmc --samples=200 --chains=4 --temperatures=60 --leapfrog=4"
                + " --examples=12 --json";
        assertThat(vae(command.split(" "))).as(err).isZero();
        JsonNode found = new ObjectMapper().readTree(out).get("bdmc");
        double upper = found.get("negLogLikelihoodUpperNats").asDouble();
        double lower = found.get("negLogLikelihoodLowerNats").asDouble();
        assertThat(found.get("gapNats").asDouble()).isCloseTo(upper - lower, within(1e-9));
        assertThat(found.get("gapNats").asDouble()).isBetween(-0.2, 2.0);
        assertThat(found.get("examples").asInt()).isEqualTo(12);
        assertThat(found.get("forwardAcceptanceRate").asDouble()).isBetween(0.3, 1.0);
        assertThat(found.get("backwardAcceptanceRate").asDouble()).isBetween(0.3, 1.0);
        assertThat(found.get("importanceSampledExcessNats").asDouble())
                .isCloseTo(found.get("importanceSampledNats").asDouble() - lower, within(1e-9));
        vae(command.split(" "));
        assertThat(new ObjectMapper().readTree(out).get("bdmc")).as("kept").isEqualTo(found);
        assertThat(vae("report", run)).isZero();
        assertThat(Files.readString(Path.of(run, "report.html"))).contains("gap of the bounds of log p(x)");
        assertThat(vae(command.replace(" --json", "").split(" "))).isZero();
        assertThat(out).contains("both sides: -log p(x) of 12 examples of the model itself between");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eval none                                        | found no directory none",
                "eval none --metrics=fid                          | --metrics: found 'fid', expected nll, ais, bdmc or several",
                "reproduce                                        | expected reproduce list, run, results or verify",
                "reproduce run burda-vae-k2                       | did you mean 'burda-vae-k1'?",
                "reproduce run made-static                        | a network of masks without a latent is not implemented",
                "reproduce run burda-vae-k1 --full --shorten=80   | found --full and --shorten=80, expected one of the two",
                "reproduce run burda-vae-k1 --shorten=1           | --shorten: found 1, expected a whole number of at least 2",
                "reproduce run burda-vae-k1 --shorten=7           | --shorten: found 7 with training.epochs=3280, expected a divisor",
                "reproduce run vampprior-static --shorten=4       | --shorten: found training.patience, expected a schedule",
                "reproduce run burda-vae-k1 data.binarisation=none | numbers of different binarisations must not be compared",
                "reproduce run pytorch-examples data.name=lines   | nats of different protocols must not be compared",
                "reproduce run burda-vae-k1 model.likelihood=gaussian | use the likelihood bernoulli, or grey values"
            })
    void refusesToEvaluateWhatItCannotInOneLine(String line, String expected) {
        assertThat(vae(line.split(" +"))).isEqualTo(2);
        assertThat(err.lines()).singleElement().asString().contains(expected);
    }

    @Test
    void listsPublishedNumbers() {
        assertThat(vae("reproduce", "list")).isZero();
        assertThat(out)
                .containsPattern("burda-vae-k1 +86.76")
                .containsPattern("pythae-vae-static +89.78")
                .contains("cannot be run yet")
                .contains("45 min (364 epochs), --full 5 h", "Burda et al. 2016");
        int column = out.lines().findFirst().orElseThrow().indexOf("setting");
        assertThat(out.lines())
                .allSatisfy(line -> assertThat(line.substring(column - 2)).matches("  \\S.*"));
    }

    @Test
    void saysWhereTheDiskCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(vae("run", "quickstart", "--runs", file.toString())).isEqualTo(ExitCode.UNWRITABLE);
        assertThat(err.lines()).singleElement().asString().contains("cannot write to", "--runs");
    }

    @Test
    void verifiesGeneratedData() {
        assertThat(vae("data", "list")).isZero();
        assertThat(out).contains("lines", "mnist", "fashion-mnist");
        assertThat(vae("data", "verify", "lines")).isZero();
        assertThat(out).contains("sha256");
    }

    @Test
    void knowsThisComputer() throws IOException {
        int code = vae("doctor", "--json", "--runs", folder.toString());
        JsonNode answer = new ObjectMapper().readTree(out);
        assertThat(answer.get("status").asText()).isEqualTo(code == 0 ? "OK" : "FAIL");
        assertThat(answer.get("findings").findValuesAsText("check"))
                .contains("Java", "processor", "backend", "BLAS", "sgemm", "GPU", "memory", "disk", "data", "pictures");
        assertThat(answer.get("findings").findValuesAsText("level")).isSubsetOf("OK", "WARN", "FAIL");
        for (JsonNode finding : answer.get("findings")) {
            boolean ok = finding.get("level").asText().equals("OK");
            assertThat(finding.path("fix").isTextual()).as(finding.toString()).isEqualTo(!ok);
        }
        assertThat(err).contains("core type", "GFLOP/s");
    }

    private int tiny(String... more) {
        List<String> all = Stream.of(
                        Stream.of("run", "quickstart", "--runs", folder.toString()), TINY.stream(), Stream.of(more))
                .flatMap(s -> s)
                .toList();
        return vae(all.toArray(String[]::new));
    }

    private int vae(String... arguments) {
        Typed typed = Typed.vae(arguments);
        out = typed.out();
        err = typed.err();
        return typed.code();
    }

    private Path lastRun() throws IOException {
        return Path.of(new ObjectMapper().readTree(out).get("run").asText());
    }

    /** Everything that was measured but the time it took. */
    private String metrics() throws IOException {
        Path root = lastRun();
        String lines = String.join("\n", Files.readAllLines(root.resolve("metrics.jsonl")));
        return lines.replaceAll("\"seconds\":[^,}]*", "") + Files.readString(root.resolve("eval/test.json"));
    }
}
