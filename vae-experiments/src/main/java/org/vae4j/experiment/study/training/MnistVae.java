package org.vae4j.experiment.study.training;

import java.io.IOException;
import org.vae4j.experiment.run.PausedException;
import org.vae4j.experiment.run.TrainingRun;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;
import org.vae4j.experiment.study.runner.StudyRunner;

/** The VAE that everybody starts with, on MNIST: 784-400-20, about 105 nats after 10 epochs. */
public final class MnistVae implements Study {

    /** Nothing to set. */
    public MnistVae() {}

    public static void main(String[] args) {
        StudyRunner.main(new MnistVae(), args);
    }

    @Override
    public String name() {
        return "mnist-vae";
    }

    @Override
    public String summary() {
        return "The VAE that everybody starts with, on MNIST: 784-400-20, about 105 nats after 10 epochs";
    }

    @Override
    public void run(StudyContext context) throws IOException, InterruptedException, PausedException {
        context.test(TrainingRun.execute(context));
    }
}
