package org.vae4j.experiment.study.training;

import java.io.IOException;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.run.PausedException;
import org.vae4j.experiment.run.TrainingRun;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;

/** A VAE on data of the user's own: images, arrays or a table. */
public final class MyVae implements Study {

    /** Nothing to set. */
    public MyVae() {}

    public static void main(String[] args) {
        StudyRunner.main(new MyVae(), args);
    }

    @Override
    public String name() {
        return "my-vae";
    }

    @Override
    public String summary() {
        return "A VAE on your own data: data.source=FOLDER of images, or a .npy, .npz, .csv or IDX file";
    }

    @Override
    public void run(StudyContext context) throws IOException, InterruptedException, PausedException {
        if (context.config().data().flatMap(DataConfig::source).isEmpty()) {
            throw new ConfigException("found no data.source, expected a folder of images or a file of yours:"
                    + " add data.source=PATH (docs/data.md)");
        }
        context.test(TrainingRun.execute(context));
    }
}
