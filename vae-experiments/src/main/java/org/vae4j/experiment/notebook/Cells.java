package org.vae4j.experiment.notebook;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.vae4j.experiment.api.Notebook;
import org.vae4j.experiment.config.ExtensionLoader;

/**
 * Cells of Java code that are evaluated one after the other in this process and see what those before them declared.
 * One cell at a time; {@link #interrupt} may be called by another thread.
 */
public final class Cells implements AutoCloseable {

    private final CellExecution execution = new CellExecution();
    private final JShell shell;

    /** Begins with the imports of {@link Startup}; the jars that {@code --extension} named are on the class path. */
    public Cells() {
        shell = JShell.builder()
                .executionEngine(new InThisProcess(execution), Map.of())
                .build();
        ExtensionLoader.jars().forEach(jar -> shell.addToClasspath(jar.toString()));
        Startup.imports().lines().forEach(shell::eval);
    }

    /**
     * Evaluates a cell.
     *
     * @param code any number of declarations, statements and expressions
     * @return the value of its last line, where that is an expression with a value
     * @throws CellFailure when it cannot be compiled, throws or is interrupted; what stood before has been done
     */
    public Optional<Object> eval(String code) throws CellFailure {
        execution.begin();
        Optional<Object> last = Optional.empty();
        CompletionInfo info = analysis().analyzeCompletion(code);
        while (info.completeness().isComplete()) {
            last = info.source().isBlank() ? last : snippet(info.source());
            info = analysis().analyzeCompletion(info.remaining());
        }
        String rest = info.remaining() == null ? "" : info.remaining().strip();
        if (info.completeness() != SourceCodeAnalysis.Completeness.EMPTY && !rest.isEmpty()) {
            // The compiler says best what is missing.
            return snippet(rest);
        }
        return last;
    }

    private Optional<Object> snippet(String source) throws CellFailure {
        Optional<Object> value = Optional.empty();
        execution.takeValue();
        for (SnippetEvent event : shell.eval(source)) {
            if (event.causeSnippet() == null) {
                require(event);
                value = isShown(event.snippet()) ? execution.takeValue() : Optional.empty();
            }
        }
        return value;
    }

    private void require(SnippetEvent event) throws CellFailure {
        if (event.status() == Snippet.Status.REJECTED) {
            throw new CellFailure(CellFailure.Reason.REJECTED, "CompileError", diagnostics(event.snippet()));
        }
        if (event.exception() instanceof UnresolvedReferenceException e) {
            String missing = shell.unresolvedDependencies(e.getSnippet()).collect(Collectors.joining(", "));
            throw new CellFailure(
                    CellFailure.Reason.REJECTED, "CompileError", "found no " + missing + ", expected its declaration");
        }
        if (event.exception() != null) {
            throw thrown(event);
        }
    }

    private CellFailure thrown(SnippetEvent event) {
        Throwable cause = execution.thrown().orElse(event.exception());
        Notebook.failed(cause);
        String name = event.exception() instanceof EvalException e
                ? e.getExceptionClassName()
                : cause.getClass().getName();
        String kind = name.substring(name.lastIndexOf('.') + 1);
        String message = Optional.ofNullable(cause.getMessage()).orElse("");
        return cause instanceof InterruptedException
                ? new CellFailure(CellFailure.Reason.INTERRUPTED, kind, message)
                : new CellFailure(CellFailure.Reason.THREW, kind, message);
    }

    private String diagnostics(Snippet snippet) {
        return shell.diagnostics(snippet)
                .filter(Diag::isError)
                .map(diag -> line(snippet.source(), diag))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** What is wrong, and the line where. */
    private static String line(String source, Diag diag) {
        String text = diag.getMessage(Locale.ENGLISH).lines().map(String::strip).collect(Collectors.joining(", "));
        int at = (int) Math.max(0, Math.min(source.length(), diag.getStartPosition()));
        int from = source.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
        int to = source.indexOf('\n', at) < 0 ? source.length() : source.indexOf('\n', at);
        return text + "\n    " + source.substring(Math.min(from, to), to).strip();
    }

    private static boolean isShown(Snippet snippet) {
        return switch (snippet.subKind()) {
            case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> true;
            default -> false;
        };
    }

    /** Asks the cell that is running to end: a training does so at a checkpoint. */
    public void interrupt() {
        execution.interrupt();
    }

    /**
     * What could stand at a place.
     *
     * @param code of a cell
     * @param at the place, in characters from the beginning
     * @param anchor one element: overwritten by where that begins what the suggestions replace
     * @return the best first
     */
    public List<String> completions(String code, int at, int[] anchor) {
        return analysis().completionSuggestions(code, at, anchor).stream()
                .sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType()))
                .map(SourceCodeAnalysis.Suggestion::continuation)
                .distinct()
                .toList();
    }

    /**
     * What is known of the name at a place.
     *
     * @param code of a cell
     * @param at the place, in characters from the beginning
     * @return signatures, one per line
     */
    public String signatures(String code, int at) {
        return analysis().documentation(code, at, false).stream()
                .map(SourceCodeAnalysis.Documentation::signature)
                .collect(Collectors.joining("\n"));
    }

    /**
     * Whether a cell can be evaluated as it stands.
     *
     * @param code of a cell
     * @return false where something is still to come, such as a closing brace
     */
    public boolean isComplete(String code) {
        CompletionInfo info = analysis().analyzeCompletion(code);
        while (info.completeness().isComplete() && !info.remaining().isBlank()) {
            info = analysis().analyzeCompletion(info.remaining());
        }
        return switch (info.completeness()) {
            case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> false;
            default -> true;
        };
    }

    private SourceCodeAnalysis analysis() {
        return shell.sourceCodeAnalysis();
    }

    @Override
    public void close() {
        shell.close();
    }

    /** Hands JShell the one execution of these cells. */
    private record InThisProcess(ExecutionControl control) implements ExecutionControlProvider {

        @Override
        public String name() {
            return "vae4j";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
            return control;
        }
    }
}
