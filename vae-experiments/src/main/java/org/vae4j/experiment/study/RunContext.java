package org.vae4j.experiment.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.experiment.config.ExperimentConfig;
<<<<<<< HEAD
import org.vae4j.experiment.rundir.Provenance;
=======
>>>>>>> 211f9b85982c1cb8020e922bbccc9ea72876e74e
import org.vae4j.experiment.rundir.RunSession;

/** What a study is given when it runs in a run directory. */
final class RunContext implements StudyContext {

    private static final Logger LOG = LoggerFactory.getLogger(RunContext.class);

    private final ExperimentConfig config;
    private final RunSession session;
    private final Terminal terminal;
    private final ProgressLine progress;
<<<<<<< HEAD
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
=======
    private final Map<String, Object> results = new LinkedHashMap<>();

    RunContext(ExperimentConfig config, RunSession session, Terminal terminal, ProgressLine progress) {
        this.config = config;
        this.session = session;
>>>>>>> 211f9b85982c1cb8020e922bbccc9ea72876e74e
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
<<<<<<< HEAD
    public void provenance(String key, Object value) {
        provenance.add(key, value);
    }

    @Override
=======
>>>>>>> 211f9b85982c1cb8020e922bbccc9ea72876e74e
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
