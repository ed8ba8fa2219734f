package org.vae4j.experiment.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.Source;
import org.vae4j.data.source.Sources;
import org.vae4j.experiment.rundir.Numerics;
import org.vae4j.experiment.rundir.Provenance;
import org.vae4j.kernel.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vae doctor}. */
@Command(
        name = "doctor",
        description = "Says what this computer offers: Java, processor, BLAS, data.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Runnable {

    private static final long MEBI = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Runtime runtime = Runtime.getRuntime();
        say("vae4j", CodeVersion.oneLine());
        say(
                "Java",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version") + ", heap up to "
                        + runtime.maxMemory() / MEBI + " MiB");
        say(
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        say("processor", Provenance.processor() + ", " + runtime.availableProcessors() + " visible");
        NativeSetup.prepare();
        Numerics numerics = Numerics.detect();
        say("backend", numerics.backend() + ", " + numerics.dataType() + ", " + numerics.openMpThreads() + " threads");
        say(
                "BLAS",
                numerics.blasVendor() + ", core type " + numerics.blasCoreType().orElse("unknown") + ", "
                        + numerics.blasThreads() + " threads");
        for (Path root : DataFolders.of(Optional.empty()).roots()) {
            say("data in", root + ": " + found(root));
        }
    }

    private static String found(Path root) {
        String sets = Sources.all().stream()
                .map(Source::name)
                .filter(name -> Files.isDirectory(root.resolve(name)))
                .collect(Collectors.joining(", "));
        return sets.isEmpty() ? "none" : sets;
    }

    private void say(String what, String found) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(what + " ".repeat(Math.max(1, 12 - what.length())) + found);
        out.flush();
    }
}
