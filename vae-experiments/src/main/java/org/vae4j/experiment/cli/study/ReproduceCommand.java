package org.vae4j.experiment.cli.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vae4j.experiment.config.advice.Nearest;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.report.text.TextTable;
import org.vae4j.experiment.reproduce.PublishedTarget;
import org.vae4j.experiment.reproduce.Reproduction;
import org.vae4j.experiment.reproduce.check.RecordCheck;
import org.vae4j.experiment.reproduce.check.Verification;
import org.vae4j.experiment.reproduce.check.VerificationText;
import org.vae4j.experiment.reproduce.page.ResultsPage;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.study.runner.RunOptions;
import org.vae4j.experiment.study.runner.RunRequest;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.experiment.study.terminal.Screen;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.study.terminal.TerminalOptions;
import org.vae4j.kernel.product.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vae reproduce}, which trains published settings and compares their results. */
@Command(
        name = "reproduce",
        description = "Reproduces published numbers: list, run, results, verify.",
        mixinStandardHelpOptions = true)
public final class ReproduceCommand implements Runnable {

    private static final int MINUTES_PER_HOUR = 60;

    private final List<String> arguments;

    @Spec
    private CommandSpec spec;

    /**
     * Prepares the command; picocli fills its options.
     *
     * @param arguments the arguments of the process, which the run records
     */
    public ReproduceCommand(List<String> arguments) {
        this.arguments = arguments;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "found no command, expected reproduce list, run, results or verify");
    }

    @Command(name = "list", description = "Lists the published numbers.", mixinStandardHelpOptions = true)
    void list() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(new TextTable<PublishedTarget>()
                .words("id", PublishedTarget::id)
                .words("published", PublishedTarget::published)
                .words("time on one core", ReproduceCommand::time)
                .words("setting", target -> target.setting() + " (" + target.paper() + ")")
                .of(PublishedTarget.all()));
        out.flush();
    }

    private static String time(PublishedTarget target) {
        if (target.missing().isPresent()) {
            return "cannot be run yet";
        }
        String full = duration(target.fullMinutes().orElse(0));
        return target.shortenedEpochs().isPresent()
                ? String.format(
                        Locale.ROOT,
                        "%s (%d epochs), --full %s",
                        duration(target.shortenedMinutes().orElse(0)),
                        target.shortenedEpochs().getAsInt(),
                        full)
                : full;
    }

    private static String duration(int minutes) {
        return minutes < 2 * MINUTES_PER_HOUR
                ? minutes + " min"
                : Math.round(minutes / (double) MINUTES_PER_HOUR) + " h";
    }

    @Command(
            name = "run",
            description =
                    "Trains a published setting, or continues that training, evaluates it as published, and compares.",
            mixinStandardHelpOptions = true)
    int run(
            @Parameters(index = "0", paramLabel = "ID", description = "An id that reproduce list shows.") String id,
            @Parameters(index = "1..*", paramLabel = "key=value", description = "Overrides, for example seed=2.")
                    List<String> overrides,
            @Mixin ExtentOptions extent,
            @Mixin RunOptions options)
            throws IOException {
        RunRequest request = options.request(overrides == null ? List.of() : overrides, arguments);
        return new Reproduction(find(id), extent.extent(), request, options.terminal()).run();
    }

    @Command(
            name = "results",
            description = "Writes the page of results from the records of runs.",
            mixinStandardHelpOptions = true)
    void results(
            @Option(names = "--runs", paramLabel = "DIR", defaultValue = "runs", description = "The runs.") Path runs,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            defaultValue = "docs",
                            description = "Gets results.md, and results/ with a copy of every record.")
                    Path out)
            throws IOException {
        int count = ResultsPage.write(runs, out);
        spec.commandLine().getOut().println(out.resolve("results.md") + ": " + count + " records");
        spec.commandLine().getOut().flush();
    }

    @Command(
            name = "verify",
            description = "Checks the page of results against its records, and each record against its run's model: the"
                    + " number is computed again where the run is still there.",
            mixinStandardHelpOptions = true)
    int verify(
            @Option(names = "--runs", paramLabel = "DIR", defaultValue = "runs", description = "The runs.") Path runs,
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            defaultValue = "docs",
                            description = "Has results.md and results/.")
                    Path docs,
            @Mixin TerminalOptions output)
            throws IOException {
        if (!Files.isDirectory(docs.resolve("results"))) {
            throw new ConfigException("--out: found no folder " + docs.resolve("results")
                    + ", expected the records of the page of results: run this in the project's folder, or name the"
                    + " folder that reproduce results wrote");
        }
        NativeSetup.prepare();
        Terminal terminal = output.terminal();
        Verification verification = new Verification(runs, docs);
        boolean page = verification.pageIsOfItsRecords();
        List<RecordCheck> checks;
        try (Screen screen = new Screen(terminal, "verifying")) {
            checks = verification.records(screen::progress);
        }
        terminal.print(VerificationText.of(docs.resolve("results.md"), page, checks));
        terminal.json(Json.line(Map.of("pageIsOfItsRecords", page, "records", checks)));
        boolean accepted =
                page && checks.stream().allMatch(check -> check.finding().accepted());
        return accepted ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static PublishedTarget find(String id) {
        List<String> ids = new ArrayList<>();
        PublishedTarget.all().forEach(target -> ids.add(target.id()));
        return PublishedTarget.named(id)
                .orElseThrow(() -> new ConfigException("found no target '" + id + "', expected one of "
                        + String.join(", ", ids)
                        + PublishedTarget.formerly(id)
                                .map(now -> "; '" + id + "' is called '" + now.id() + "' now")
                                .or(() -> Nearest.to(id, ids).map(near -> "; did you mean '" + near + "'?"))
                                .orElse("")));
    }
}
