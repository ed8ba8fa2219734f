package org.vae4j.experiment.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vae4j.data.Split;
import org.vae4j.data.catalog.DataSpec;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.Fetcher;
import org.vae4j.data.source.Source;
import org.vae4j.data.source.own.ScaledParts;
import org.vae4j.experiment.cli.option.DataNames;
import org.vae4j.experiment.config.advice.Nearest;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.study.terminal.Screen;
import org.vae4j.experiment.study.terminal.Terminal;
import org.vae4j.experiment.use.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vae data}, which lists, fetches, verifies, shows and imports data sets. */
@Command(
        name = "data",
        description = "Lists, fetches, verifies, shows and imports data sets.",
        mixinStandardHelpOptions = true)
final class DataCommand implements Runnable {

    private static final int COLUMN_GAP = 2;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "found no command, expected data list, fetch, verify, show or import");
    }

    @Command(name = "list", description = "Lists the data sets.", mixinStandardHelpOptions = true)
    void list(
            @Option(names = "--long", description = "With the origin, the citation and the licence of each.")
                    boolean withAttribution) {
        PrintWriter out = spec.commandLine().getOut();
        int longest = Datasets.names().stream().mapToInt(String::length).max().orElse(0);
        int column = longest + COLUMN_GAP;
        for (String name : Datasets.names()) {
            out.println(name + " ".repeat(column - name.length()) + Datasets.summary(name));
            if (withAttribution) {
                Datasets.attribution(name).lines().forEach(line -> out.println(" ".repeat(column) + line));
            }
        }
        out.flush();
    }

    @Command(
            name = "fetch",
            description = "Downloads what is missing of a data set, and verifies it.",
            mixinStandardHelpOptions = true)
    void fetch(
            @Parameters(
                            paramLabel = "NAME",
                            completionCandidates = DataNames.class,
                            description = "A name that data list shows.")
                    String name,
            @Option(names = "--dir", paramLabel = "DIR", description = "Where to; else VAE_DATA_DIR or the cache.")
                    Path dir) {
        Source source = source(name);
        DataFolders folders = DataFolders.ofThisProcess();
        Path target = (dir == null ? folders : folders.at(dir)).target();
        PrintWriter out = spec.commandLine().getOut();
        boolean json = false;
        boolean quiet = false;
        Terminal terminal = new Terminal(out, spec.commandLine().getErr(), json, quiet);
        List<Path> files;
        try (Screen screen = new Screen(terminal, name)) {
            files = Fetcher.create().fetch(source, target, (file, bytes, total) -> {
                screen.progress(file, total > 0 ? (double) bytes / total : 0);
                if (bytes == total) {
                    screen.aside(file + ": " + bytes + " bytes");
                }
            });
        }
        files.forEach(out::println);
        out.flush();
    }

    @Command(name = "verify", description = "Opens a data set and checks all of it.", mixinStandardHelpOptions = true)
    void verify(
            @Parameters(
                            paramLabel = "NAME",
                            completionCandidates = DataNames.class,
                            description = "A name that data list shows.")
                    String name,
            @Option(names = "--dir", paramLabel = "DIR", description = "Where from; else VAE_DATA_DIR or the cache.")
                    Path dir) {
        require(name, Datasets.names());
        DataSpec wanted = DataSpec.of(name);
        DataSpec data = dir == null ? wanted : wanted.withDir(dir);
        Split split = Datasets.open(data);
        PrintWriter out = spec.commandLine().getOut();
        out.println(Datasets.identity(data, split));
        out.flush();
    }

    @Command(
            name = "show",
            description = "Opens data of your own, or of the catalogue, as a run would, checks all of it and says what"
                    + " it is.",
            mixinStandardHelpOptions = true)
    void show(
            @Parameters(
                            index = "0",
                            paramLabel = "PATH",
                            completionCandidates = DataNames.class,
                            description = "A folder of images, a file, or a name that data list shows.")
                    String path,
            @Parameters(
                            index = "1..*",
                            paramLabel = "KEY=VALUE",
                            description = "As vae run takes them, such as data.shape=[28,20].")
                    List<String> overrides,
            @Option(names = "--sheet", paramLabel = "FILE", description = "Where to draw the first images, as a PNG.")
                    Path sheet) {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Output> picture = picture(sheet);
        if (DataSheet.isOfCatalogue(path)) {
            out.println(path + ": " + Datasets.summary(path));
            Datasets.attribution(path).lines().forEach(out::println);
            out.flush();
        }
        DataSheet shown = DataSheet.open(path, overrides == null ? List.of() : overrides);
        picture.ifPresent(shown::draw);
        shown.lines().forEach(out::println);
        out.flush();
    }

    private static Optional<Output> picture(Path sheet) {
        return Optional.ofNullable(sheet).map(file -> Output.picture("--sheet", file));
    }

    @Command(
            name = "import",
            description = "Checks data of your own, and writes a copy that runs map into memory, whatever its size.",
            mixinStandardHelpOptions = true)
    void importData(
            @Parameters(index = "0", paramLabel = "PATH", description = "As data.source of a run takes it.")
                    String path,
            @Option(
                            names = "--out",
                            required = true,
                            paramLabel = "FOLDER",
                            description = "Where to, for data.source=FOLDER; not there yet.")
                    Path out,
            @Parameters(
                            index = "1..*",
                            paramLabel = "KEY=VALUE",
                            description = "As vae run takes them, such as data.resize=[64,64].")
                    List<String> overrides,
            @Option(names = "--sheet", paramLabel = "FILE", description = "Where to draw the first images, as a PNG.")
                    Path sheet) {
        PrintWriter lines = spec.commandLine().getOut();
        Optional<Output> picture = picture(sheet);
        ScaledParts.requireAbsent(out);
        DataImport data = DataImport.open(path, overrides == null ? List.of() : overrides);
        picture.ifPresent(data::draw);
        data.write(out);
        data.lines().forEach(lines::println);
        lines.println(out);
        lines.flush();
    }

    /** The source of a data set that can be fetched. */
    private static Source source(String name) {
        Map<String, Source> byName = new LinkedHashMap<>();
        Datasets.recorded().forEach(source -> byName.put(source.name(), source));
        require(name, List.copyOf(byName.keySet()));
        return byName.get(name);
    }

    private static void require(String name, List<String> names) {
        if (!names.contains(name)) {
            throw new ConfigException("found data set '" + name + "', expected one of " + String.join(", ", names)
                    + Nearest.to(name, names)
                            .map(n -> "; did you mean '" + n + "'?")
                            .orElse(""));
        }
    }
}
