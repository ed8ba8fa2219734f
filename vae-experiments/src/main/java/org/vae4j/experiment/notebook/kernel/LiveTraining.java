package org.vae4j.experiment.notebook.kernel;

import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.vae4j.experiment.api.TrainingWatcher;
import org.vae4j.experiment.notebook.ProgressView;

/** Shows a training below its cell while it lasts: one line, and the curve so far. */
final class LiveTraining implements TrainingWatcher {

    private static final long INTERVAL_NANOS = 500_000_000;

    private final DisplayStream display;
    private String id = "";
    private Path shown = Path.of("");
    private long last;
    private String line = "";

    LiveTraining(DisplayStream display) {
        this.display = display;
    }

    @Override
    public synchronized void progress(Path run, String what, double fraction) {
        long now = System.nanoTime();
        line = String.format(Locale.ROOT, "%3.0f %%  %s", 100 * fraction, what);
        if (run.equals(shown) && now - last < INTERVAL_NANOS) {
            return;
        }
        last = now;
        show(run, ProgressView.running(run, what, fraction));
    }

    @Override
    public synchronized void ended(Path run) {
        show(run, ProgressView.ended(run));
        shown = Path.of("");
    }

    private void show(Path run, String html) {
        DisplayData data = new DisplayData(line);
        data.putHTML(html);
        if (run.equals(shown)) {
            display.updateDisplay(id, data);
        } else {
            shown = run;
            id = UUID.randomUUID().toString();
            data.setDisplayId(id);
            display.display(data);
        }
    }
}
