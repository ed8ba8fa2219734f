package org.vae4j.experiment.study.novelty;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.run.PausedException;
import org.vae4j.experiment.run.RunEnvironment;
import org.vae4j.experiment.run.TrainingRun;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.RunDirectory;
import org.vae4j.experiment.study.StudyContext;

/**
 * One of several models that a study trains. Each has a run directory of its own inside that of the study, so that its
 * training continues after an interruption and it can be used like any other model.
 */
final class ModelOfStudy implements RunEnvironment {

    private final StudyContext study;
    private final String name;
    private final ExperimentConfig config;
    private final RunDirectory directory;
    private final double from;
    private final double to;

    private ModelOfStudy(StudyContext study, String name, List<String> overrides, double from, double to) {
        this.study = study;
        this.name = name;
        this.config = ConfigResolver.derived(study.config(), name, overrides);
        this.directory = RunDirectory.open(study.directory().root().resolve("models"), config);
        this.from = from;
        this.to = to;
    }

    /**
     * Trains a model, or continues its training.
     *
     * @param study the study's run
     * @param name the name of the model, in lower camel case
     * @param overrides the keys that differ from the study's configuration, as {@code key=value}
     * @param from the study's progress when training begins
     * @param to the study's progress when training ends
     * @return the trained model
     */
    static TrainedRun train(StudyContext study, String name, List<String> overrides, double from, double to)
            throws IOException, InterruptedException, PausedException {
        ModelOfStudy model = new ModelOfStudy(study, name, overrides, from, to);
        Map<String, Object> test = TrainingRun.execute(model);
        study.result(name + "Test", test);
        return TrainedRun.open(model.directory.root());
    }

    @Override
    public ExperimentConfig config() {
        return config;
    }

    @Override
    public RunDirectory directory() {
        return directory;
    }

    @Override
    public void provenance(String key, Object value) {
        study.provenance(name + key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1), value);
    }

    @Override
    public void print(String text) {
        study.print(name + ": " + text);
    }

    @Override
    public void note(String text) {
        study.note(name + ": " + text);
    }

    @Override
    public void progress(String what, double fraction) {
        study.progress(name + ": " + what, from + (to - from) * fraction);
    }

    @Override
    public boolean stopRequested() {
        return study.stopRequested();
    }
}
