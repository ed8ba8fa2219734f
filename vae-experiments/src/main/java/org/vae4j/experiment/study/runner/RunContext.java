package org.vae4j.experiment.study.runner;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.rundir.Provenance;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.rundir.RunSession;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.terminal.Screen;

/** The context of a study that runs in a run directory: writes its results, and reports to log, screen and monitor. */
final class RunContext implements StudyContext {

    private static final Logger LOG = LoggerFactory.getLogger(RunContext.class);

    private final ExperimentConfig config;
    private final RunSession session;
    private final Screen screen;
    private final RunMonitor monitor;
    private final Provenance provenance;
    private final StopGuard guard;
    private final Map<String, Object> results = new LinkedHashMap<>();
    private final Map<String, Object> test = new LinkedHashMap<>();

    RunContext(ExperimentConfig config, RunSession session, Provenance provenance, StopGuard guard, Screen screen) {
        this.config = config;
        this.session = session;
        this.monitor = guard.monitor();
        this.provenance = provenance;
        this.guard = guard;
        this.screen = screen;
    }

    @Override
    public ExperimentConfig config() {
        return config;
    }

    @Override
    public RunDirectory directory() {
        return session.directory();
    }

    @Override
    public void result(String key, Object value) {
        results.put(key, value);
        session.directory().write("eval/results.json", results);
        LOG.info("result {} = {}", key, value);
    }

    @Override
    public void provenance(String key, Object value) {
        provenance.add(key, value);
    }

    @Override
    public void print(String text) {
        text.lines().forEach(LOG::info);
        screen.print(text);
    }

    @Override
    public void note(String text) {
        text.lines().forEach(LOG::info);
        screen.note(text);
    }

    /** Ends the progress line and prints how the run ended below it. */
    void last(String text) {
        screen.last(text);
    }

    @Override
    public void progress(String what, double fraction) {
        session.progress(what, fraction);
        screen.progress(what, fraction);
        monitor.progress(directory().root(), what, fraction);
    }

    @Override
    public boolean stopRequested() {
        return guard.stopRequested();
    }

    @Override
    public void test(Map<String, Object> metrics) {
        test.putAll(metrics);
    }

    Map<String, Object> test() {
        return test;
    }

    Map<String, Object> results() {
        return results;
    }
}
