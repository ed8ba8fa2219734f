package org.vae4j.experiment.study.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.study.terminal.TerminalOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of everything that starts a run; picocli fills it. */
public final class RunOptions {

    @Option(names = "--runs", paramLabel = "DIR", defaultValue = "runs", description = "Where run directories go.")
    private Path runs;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML that lies over the experiment's defaults.")
    private Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "Name of the run; part of its directory's name.")
    private String name;

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use: threads that share each batch.")
    private Integer threads;

    @Option(names = "--backend", paramLabel = "NAME", description = "auto, cpu or cuda.")
    private String backend;

    @Mixin
    private TerminalOptions output;

    /**
     * The streams to print to.
     *
     * @return the streams of the command line, with its options for output
     */
    public Terminal terminal() {
        return output.terminal();
    }

    /**
     * Makes a request of the options. Options that set configuration keys win over overrides of the same key.
     *
     * @param overrides settings of keys, as {@code key=value}
     * @param commandLine the arguments as they were typed, for the record
     * @return the request
     */
    public RunRequest request(List<String> overrides, List<String> commandLine) {
        List<String> all = new ArrayList<>(overrides);
        Optional.ofNullable(name).ifPresent(value -> all.add("name=" + value));
        Optional.ofNullable(threads).ifPresent(value -> all.add("runtime.threads=" + value));
        Optional.ofNullable(backend).ifPresent(value -> all.add("runtime.backend=" + value));
        return new RunRequest(runs, Optional.ofNullable(file), all, output.json(), output.quiet(), commandLine);
    }
}
