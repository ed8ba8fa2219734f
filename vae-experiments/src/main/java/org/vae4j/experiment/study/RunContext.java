package org.vae4j.experiment.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.rundir.Provenance;
import org.vae4j.experiment.rundir.RunSession;

/** What a study is given when it runs in a run directory. */
final class RunContext implements StudyContext {

    private static final Logger LOG = LoggerFactory.getLogger(RunContext.class);

    private final ExperimentConfig config;
    private final RunSession session;
    private final Terminal terminal;
    private final ProgressLine progress;
    private final Provenance provenance;
    private final Map<String, Object> results = new LinkedHashMap<>();

    RunContext(
            ExperimentConfig config,
            RunSession session,
            Provenance provenance,
            Terminal terminal,
            ProgressLine progress) {
        this.config = config;
        this.session = session;
        this.provenance = provenance;
        this.terminal = terminal;
        this.progress = progress;
    }

    @Override
    public ExperimentConfig config() {
        return config;
    }

    @Override
    public Path figures() {
        return session.directory().figures();
    }

    @Override
    public Path file(String name) {
        return session.directory().file(name);
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
        terminal.print(text);
    }

    @Override
    public void progress(String what, double fraction) {
        session.progress(what, fraction);
        progress.show(what, fraction);
    }

    Map<String, Object> results() {
        return results;
    }
}
