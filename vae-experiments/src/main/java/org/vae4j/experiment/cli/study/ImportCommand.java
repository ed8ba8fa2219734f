package org.vae4j.experiment.cli.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.terminal.TerminalOptions;
import org.vae4j.experiment.use.imported.ModelImport;
import org.vae4j.experiment.use.imported.WeightFile;
import org.vae4j.kernel.product.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code vae import}, which makes a run of weights that another program has trained. */
@Command(
        name = "import",
        description = "Makes a run of weights in safetensors that another program has trained, and evaluates it"
                + " (docs/export.md).",
        mixinStandardHelpOptions = true)
public final class ImportCommand implements Callable<Integer> {

    private final List<String> arguments;

    @Parameters(index = "0", paramLabel = "FILE", description = "Weights in safetensors.")
    private Path file;

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Overrides that say which network and which data, for example model.latent=20.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--experiment",
            paramLabel = "NAME",
            completionCandidates = StudyNames.class,
            description = "The experiment whose network and data these are; a file of vae export names its own.")
    private String experiment;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML that lies over the experiment's defaults.")
    private Path config;

    @Option(
            names = "--map",
            paramLabel = "FILE",
            description = "YAML that says which tensors are which parameters; without it they have the same names.")
    private Path map;

    @Option(names = "--runs", paramLabel = "DIR", defaultValue = "runs", description = "Where the run directory goes.")
    private Path runs;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the run, else imported- and its SHA-256.")
    private String name;

    @Mixin
    private TerminalOptions output;

    /**
     * Prepares the command; picocli fills its options.
     *
     * @param arguments the arguments of the process, which the run records
     */
    public ImportCommand(List<String> arguments) {
        this.arguments = arguments;
    }

    @Override
    public Integer call() throws IOException {
        WeightFile weights = WeightFile.open(file);
        ModelImport imported = map == null ? ModelImport.of(weights) : ModelImport.of(weights, map);
        List<String> keys = new ArrayList<>();
        // A configuration from elsewhere must not choose callbacks, which may send data away; the user's overrides may.
        keys.add("runtime.callbacks=[]");
        keys.addAll(overrides);
        keys.add("name=" + Optional.ofNullable(name).orElseGet(imported::name));
        Path stored = Files.createTempFile("vae-import", ".yaml");
        try {
            Optional<Path> given = configuration(weights, stored);
            Study study = StudyNames.find(experiment == null ? ConfigResolver.experimentOf(stored) : experiment);
            ConfigResolver resolver = StudyRunner.resolver(study);
            ExperimentConfig resolved =
                    given.map(file -> resolver.resolve(file, keys)).orElseGet(() -> resolver.resolve(keys));
            NativeSetup.prepare();
            Backend.use(resolved.runtime());
            Path root = imported.write(resolved, runs, arguments);
            // The imported model counts as trained, so that continuing the run only evaluates it.
            RunRequest rest = new RunRequest(
                    runs,
                    Optional.of(root.resolve("config.yaml")),
                    List.of(),
                    output.json(),
                    output.quiet(),
                    arguments);
            return StudyRunner.run(study, rest, output.terminal());
        } finally {
            Files.delete(stored);
        }
    }

    /**
     * The configuration that overrides the experiment's defaults: the given one, or the one in the weights' file.
     *
     * @param stored the file to which the configuration of the weights' file is written
     */
    private Optional<Path> configuration(WeightFile weights, Path stored) throws IOException {
        if (experiment != null) {
            return Optional.ofNullable(config);
        }
        if (config != null) {
            throw new ConfigException("found --config without --experiment, expected both: name the experiment");
        }
        String text = weights.note("config")
                .orElseThrow(() -> new ConfigException("found no configuration in " + file
                        + ", expected the experiment whose network this is: name it by --experiment, such as"
                        + " --experiment mnist-vae"));
        Files.writeString(stored, text);
        return Optional.of(stored);
    }
}
