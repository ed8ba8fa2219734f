package org.vae4j.experiment.study.training;

import java.io.IOException;
import org.vae4j.experiment.run.PausedException;
import org.vae4j.experiment.run.TrainingRun;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;

/** A small VAE on generated images of lines: no data needed, under two minutes. */
public final class Quickstart implements Study {

    /** Nothing to set. */
    public Quickstart() {}

    public static void main(String[] args) {
        StudyRunner.main(new Quickstart(), args);
    }

    @Override
    public String name() {
        return "quickstart";
    }

    @Override
    public String summary() {
        return "A small VAE on generated images of lines: no data needed, under two minutes";
    }

    @Override
    public void run(StudyContext context) throws IOException, InterruptedException, PausedException {
        context.test(TrainingRun.execute(context));
    }
}
