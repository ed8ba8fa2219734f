package org.vae4j.experiment.cli.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.terminal.TerminalOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code vae resume}, which continues a run by its directory. */
@Command(
        name = "resume",
        description = "Continues an interrupted or failed run from its last checkpoint.",
        mixinStandardHelpOptions = true)
public final class ResumeCommand implements Callable<Integer> {

    private final List<String> arguments;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path run;

    @Mixin
    private TerminalOptions output;

    /**
     * Prepares the command; picocli fills its options.
     *
     * @param arguments the arguments of the process, which the run records
     */
    public ResumeCommand(List<String> arguments) {
        this.arguments = arguments;
    }

    /**
     * Finds the study of the run. Where it is unknown, the error names the extension jars that the run was made with.
     */
    private Study study(Path file) {
        try {
            return StudyNames.find(ConfigResolver.experimentOf(file));
        } catch (ConfigException e) {
            String jars = StreamSupport.stream(
                            RunFiles.in(run)
                                    .json("provenance.json")
                                    .path("extensions")
                                    .spliterator(),
                            false)
                    .map(extension -> extension.path("jar").asText())
                    .collect(Collectors.joining(", "));
            throw jars.isEmpty()
                    ? e
                    : new ConfigException(
                            e.getMessage() + "; the run was made with " + jars + ": give it by --extension", e);
        }
    }

    @Override
    public Integer call() throws IOException {
        Path file = run.resolve("config.yaml");
        if (!Files.isRegularFile(file)) {
            throw RunDirectoryException.noRun(run);
        }
        Study study = study(file);
        Path root = run.toAbsolutePath().normalize();
        Path runs = Optional.ofNullable(root.getParent()).map(Path::getParent).orElse(root);
        Path expected = RunDirectory.locate(runs, StudyRunner.resolver(study).resolve(file, List.of()));
        if (!expected.equals(root)) {
            throw new ConfigException("found the configuration of " + expected + " in " + root
                    + ", expected it in its own directory: move it there");
        }
        RunRequest request =
                new RunRequest(runs, Optional.of(file), List.of(), output.json(), output.quiet(), arguments);
        return StudyRunner.run(study, request, output.terminal());
    }
}
