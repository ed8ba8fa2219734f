package org.vae4j.experiment.notebook.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.vae4j.experiment.api.Notebook;
import org.vae4j.experiment.api.Vae4j;
import org.vae4j.experiment.notebook.CellFailure;
import org.vae4j.experiment.notebook.Cells;
import org.vae4j.experiment.notebook.Displays;

/** The kernel: evaluates cells, completes and explains code, and renders values. */
final class VaeKernel extends BaseKernel {

    private static final LanguageInfo JAVA = new LanguageInfo.Builder("Java")
            .version(Runtime.version().toString())
            .mimetype("text/x-java-source")
            .fileExtension(".jshell")
            .pygments("java")
            .codemirror("java")
            .build();

    /** The version of the kernel, which Jupyter shows; the project's is in the report of every run. */
    private static final String VERSION = "1";

    private final Cells cells = new Cells();

    VaeKernel() {
        super(
                "vae4j",
                VERSION,
                JAVA,
                List.of(),
                null,
                new JupyterIO(StandardCharsets.UTF_8),
                new CommManager(),
                new Renderer(),
                new MagicParser("(?<=(?:^|=))\\s*%", "%%", new MagicTranspiler()),
                new MagicsRegistry(),
                false,
                new StringStyler("", "", "", line -> ""));
        Notebook.displayBy(value -> display(data(value)));
        Vae4j.watchTrainings(new LiveTraining(io.display));
    }

    static DisplayData data(Object value) {
        DisplayData data = new DisplayData();
        Displays.of(value).forEach(data::putData);
        return data;
    }

    @Override
    public Object evalRaw(String code) {
        try {
            return cells.eval(code).orElse(null);
        } catch (CellFailure e) {
            throw new CellError(e);
        }
    }

    @Override
    public DisplayData eval(String code) {
        Object value = evalRaw(code);
        return value == null ? null : data(value);
    }

    /** The error in one line; {@code stack()} in the next cell prints the stack trace. */
    @Override
    public List<String> formatError(Throwable e) {
        return (e.getClass() == CellError.class ? e.getMessage() : String.valueOf(e))
                .lines()
                .toList();
    }

    @Override
    public DisplayData inspect(String code, int at, boolean extraDetail) {
        String found = cells.signatures(code, at);
        return found.isEmpty() ? null : new DisplayData(found);
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        int[] anchor = {at};
        List<String> found = cells.completions(code, at, anchor);
        return new ReplacementOptions(found, anchor[0], at);
    }

    @Override
    public String isComplete(String code) {
        return cells.isComplete(code) ? IS_COMPLETE_YES : "";
    }

    @Override
    public void interrupt() {
        cells.interrupt();
    }

    /** The failure of a cell as an unchecked exception, which the base class requires. */
    private static final class CellError extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CellError(CellFailure failure) {
            super((failure.kind() + ": " + failure.getMessage()).strip(), failure, false, false);
        }
    }
}
