package org.vae4j.experiment.notebook;

import java.util.Comparator;
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
 * Evaluates cells of Java code in this process, one after the other. A cell sees the declarations of the cells before
 * it. One thread evaluates; another thread may call {@link #interrupt}.
 */
public final class Cells implements AutoCloseable {

    private final CellExecution execution = new CellExecution();
    private final JShell shell;

    /** Starts with the imports of {@link Startup}, and with the jars of {@code --extension} on the class path. */
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
     * @return the value of the last line if that is an expression; empty if it is null or no expression
     * @throws CellFailure if a line cannot be compiled, throws or is interrupted; the lines before it have been run
     */
    public Optional<Object> eval(String code) throws CellFailure {
        execution.beginCell();
        Optional<Object> value = Optional.empty();
        CompletionInfo info = analysis().analyzeCompletion(code);
        while (info.completeness().isComplete()) {
            value = info.source().isBlank() ? value : evalSnippet(info.source());
            info = analysis().analyzeCompletion(info.remaining());
        }
        String rest = info.remaining() == null ? "" : info.remaining().strip();
        if (info.completeness() != SourceCodeAnalysis.Completeness.EMPTY && !rest.isEmpty()) {
            // The rest is incomplete. The message of the compiler says best what is missing.
            return evalSnippet(rest);
        }
        return value;
    }

    /** Evaluates one declaration, statement or expression. */
    private Optional<Object> evalSnippet(String source) throws CellFailure {
        Optional<Object> value = Optional.empty();
        execution.takeValue();
        for (SnippetEvent event : shell.eval(source)) {
            // Events with a cause are updates of earlier snippets.
            if (event.causeSnippet() == null) {
                requireSuccess(event);
                value = isExpression(event.snippet()) ? execution.takeValue() : Optional.empty();
            }
        }
        return value;
    }

    private void requireSuccess(SnippetEvent event) throws CellFailure {
        if (event.status() == Snippet.Status.REJECTED) {
            throw new CellFailure(CellFailure.Reason.REJECTED, "CompileError", diagnostics(event.snippet()));
        }
        if (event.exception() instanceof UnresolvedReferenceException e) {
            String missing = shell.unresolvedDependencies(e.getSnippet()).collect(Collectors.joining(", "));
            throw new CellFailure(
                    CellFailure.Reason.REJECTED, "CompileError", "found no " + missing + ", expected its declaration");
        }
        if (event.exception() != null) {
            throw failureOf(event);
        }
    }

    private CellFailure failureOf(SnippetEvent event) {
        Throwable cause = execution.thrown().orElse(event.exception());
        Notebook.failed(cause);
        String className = event.exception() instanceof EvalException e
                ? e.getExceptionClassName()
                : cause.getClass().getName();
        String kind = className.substring(className.lastIndexOf('.') + 1);
        String message = Optional.ofNullable(cause.getMessage()).orElse("");
        return cause instanceof InterruptedException
                ? new CellFailure(CellFailure.Reason.INTERRUPTED, kind, message)
                : new CellFailure(CellFailure.Reason.THREW, kind, message);
    }

    private String diagnostics(Snippet snippet) {
        return shell.diagnostics(snippet)
                .filter(Diag::isError)
                .map(diag -> describe(snippet.source(), diag))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    /** The message of the compiler, and below it the line of the source. */
    private static String describe(String source, Diag diag) {
        String text = diag.getMessage(Locale.ENGLISH).lines().map(String::strip).collect(Collectors.joining(", "));
        int at = (int) Math.max(0, Math.min(source.length(), diag.getStartPosition()));
        int lineStart = source.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
        int lineEnd = source.indexOf('\n', at) < 0 ? source.length() : source.indexOf('\n', at);
        return text + "\n    "
                + source.substring(Math.min(lineStart, lineEnd), lineEnd).strip();
    }

    /** Whether the snippet is an expression, whose value a notebook shows. */
    private static boolean isExpression(Snippet snippet) {
        return switch (snippet.subKind()) {
            case VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> true;
            default -> false;
        };
    }

    /** Asks the running cell to end. A training ends after a checkpoint. */
    public void interrupt() {
        execution.interrupt();
    }

    /**
     * Suggests completions of the code at a place.
     *
     * @param code the code of a cell
     * @param at the place, in characters from the beginning
     * @param anchor one element, which is overwritten by the begin of the text that a suggestion replaces
     * @return the suggestions, those of the expected type first
     */
    public List<String> completions(String code, int at, int[] anchor) {
        return analysis().completionSuggestions(code, at, anchor).stream()
                .sorted(Comparator.comparing(SourceCodeAnalysis.Suggestion::matchesType)
                        .reversed())
                .map(SourceCodeAnalysis.Suggestion::continuation)
                .distinct()
                .toList();
    }

    /**
     * Lists the signatures of the name at a place.
     *
     * @param code the code of a cell
     * @param at the place, in characters from the beginning
     * @return signatures, one per line
     */
    public String signatures(String code, int at) {
        return analysis().documentation(code, at, false).stream()
                .map(SourceCodeAnalysis.Documentation::signature)
                .collect(Collectors.joining("\n"));
    }

    /**
     * Whether a cell is complete.
     *
     * @param code the code of a cell
     * @return false if something is missing, such as a closing brace
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

    /** Gives JShell the execution of these cells. */
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
