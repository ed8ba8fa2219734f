package org.vae4j.experiment.notebook.kernel;

import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.vae4j.experiment.api.TrainingWatcher;
import org.vae4j.experiment.notebook.ProgressView;

/** Shows the progress of a training below its cell, in one display that is updated: a line, and the curve so far. */
final class LiveTraining implements TrainingWatcher {

    /** The shortest time between two updates. */
    private static final long INTERVAL_NANOS = 500_000_000;

    private final DisplayStream display;
    /** The display of the current run, and that run; no run before the first. */
    private String displayId = "";

    private Path shownRun = Path.of("");
    private long lastUpdate;
    private String line = "";

    LiveTraining(DisplayStream display) {
        this.display = display;
    }

    @Override
    public synchronized void progress(Path run, String what, double fraction) {
        long now = System.nanoTime();
        line = String.format(Locale.ROOT, "%3.0f %%  %s", 100 * fraction, what);
        if (run.equals(shownRun) && now - lastUpdate < INTERVAL_NANOS) {
            return;
        }
        lastUpdate = now;
        show(run, ProgressView.running(run, what, fraction));
    }

    @Override
    public synchronized void ended(Path run) {
        show(run, ProgressView.ended(run));
        shownRun = Path.of("");
    }

    private void show(Path run, String html) {
        DisplayData data = new DisplayData(line);
        data.putHTML(html);
        if (run.equals(shownRun)) {
            display.updateDisplay(displayId, data);
        } else {
            shownRun = run;
            displayId = UUID.randomUUID().toString();
            data.setDisplayId(displayId);
            display.display(data);
        }
    }
}
