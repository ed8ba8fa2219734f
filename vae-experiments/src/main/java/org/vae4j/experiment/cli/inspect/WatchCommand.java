package org.vae4j.experiment.cli.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.backend.Backend;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.watch.WatchServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vae watch}, which serves a page with the live curves and the latent space of a run. */
@Command(
        name = "watch",
        description =
                "Serves a page, to this machine alone, with the curves of a run while it lasts and its latent space to"
                        + " play with. Ctrl-C ends it.",
        mixinStandardHelpOptions = true)
public final class WatchCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "A run directory.")
    private Path root;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where on 127.0.0.1; 0, unless told, for any that is free.")
    private int port;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new ConfigException("--port: found " + port + ", expected 0 to 65535: 0 takes any that is free");
        }
        Backend.use(TrainedRun.config(root).runtime());
        try (WatchServer server = WatchServer.start(root, port)) {
            spec.commandLine().getOut().println(server.address());
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().println("Open it in a browser on this machine; Ctrl-C ends it.");
            spec.commandLine().getErr().flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.DONE;
    }
}
