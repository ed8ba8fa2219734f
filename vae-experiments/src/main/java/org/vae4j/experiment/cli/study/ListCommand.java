package org.vae4j.experiment.cli.study;

import java.io.PrintWriter;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.catalog.Studies;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vae list}. */
@Command(name = "list", description = "Lists the experiments.", mixinStandardHelpOptions = true)
public final class ListCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        int width =
                Studies.all().stream().mapToInt(s -> s.name().length()).max().orElse(0);
        for (Study study : Studies.all()) {
            out.println(study.name() + " ".repeat(width + 2 - study.name().length()) + study.summary());
        }
        out.flush();
    }
}
