package org.vae4j.experiment.cli.notebook;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;
import jdk.jshell.tool.JavaShellToolBuilder;
import org.vae4j.experiment.api.Notebook;
import org.vae4j.experiment.api.Shown;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.notebook.CellFailure;
import org.vae4j.experiment.notebook.Cells;
import org.vae4j.experiment.notebook.NotebookFile;
import org.vae4j.experiment.notebook.Startup;
import org.vae4j.experiment.study.terminal.ExitCode;
import org.vae4j.kernel.product.NativeSetup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vae jshell}, which starts interactive Java or runs the cells of a notebook. */
@Command(
        name = "jshell",
        description =
                "Interactive Java with this project's classes and imports; with a notebook, its cells one after the"
                        + " other.",
        mixinStandardHelpOptions = true)
public final class JShellCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "NOTEBOOK",
            description =
                    "A notebook (.ipynb), whose cells are run here, without Jupyter; ends at the first that fails.")
    private Path notebook;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        requireCompiler();
        NativeSetup.prepare();
        return notebook == null ? interactive() : cells();
    }

    /** Refuses a Java runtime without a compiler, which cells need. */
    static void requireCompiler() {
        if (ToolProvider.getSystemJavaCompiler() == null) {
            throw new ConfigException("found a Java without a compiler in " + System.getProperty("java.home")
                    + ", expected a JDK: install one, or set JAVA_HOME to it");
        }
    }

    private int interactive() throws Exception {
        Path startup = Files.createTempFile("vae4j-", ".jsh");
        try {
            Files.writeString(startup, Startup.imports());
            return JavaShellToolBuilder.builder()
                    .start("--execution=local", "--class-path=" + ClassPath.withExtensions(), "--startup=" + startup);
        } finally {
            Files.deleteIfExists(startup);
        }
    }

    private int cells() throws IOException {
        List<String> code = NotebookFile.code(notebook);
        PrintWriter out = spec.commandLine().getOut();
        Notebook.displayBy(value -> print(out, value));
        try (Cells cells = new Cells()) {
            for (int i = 0; i < code.size(); i++) {
                try {
                    Optional<Object> value = cells.eval(code.get(i));
                    value.ifPresent(shown -> print(out, shown));
                } catch (CellFailure e) {
                    spec.commandLine()
                            .getErr()
                            .println("vae: " + notebook + ", code cell " + (i + 1) + ": " + e.kind() + ": "
                                    + e.getMessage());
                    return ExitCode.FAILED;
                }
            }
        }
        return ExitCode.DONE;
    }

    private static void print(PrintWriter out, Object value) {
        out.println(Shown.text(value));
        out.flush();
    }
}
