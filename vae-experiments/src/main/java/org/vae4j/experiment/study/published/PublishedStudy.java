package org.vae4j.experiment.study.published;

import java.io.IOException;
import java.util.List;
import org.vae4j.experiment.run.PausedException;
import org.vae4j.experiment.run.TrainingRun;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;

/** A published setting as a study: its configuration is the resource {@code <name>.yaml} beside this class. */
public final class PublishedStudy implements Study {

    private static final List<Study> ALL = List.of(
            new PublishedStudy(
                    "pytorch-examples", "The VAE of PyTorch's examples: 784-400-20 on grey MNIST, 10 epochs"),
            new PublishedStudy(
                    "jaanli-static-30k",
                    "Published VAE: 2 x 256, 128 latents, static MNIST, 30,000 steps (IS -100.31 nats)"),
            new PublishedStudy(
                    "rezende-vae-static", "Published VAE: 784-400-40, static MNIST, 500 epochs (NLL 89.9 nats)"),
            new PublishedStudy(
                    "burda-vae-k1", "Published VAE: 200-200-50, dynamic MNIST, 3,280 epochs (NLL 86.76 nats)"));

    private final String name;
    private final String summary;

    private PublishedStudy(String name, String summary) {
        this.name = name;
        this.summary = summary;
    }

    /**
     * Every published setting.
     *
     * @return from the quickest to the longest
     */
    public static List<Study> all() {
        return ALL;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public void run(StudyContext context) throws IOException, InterruptedException, PausedException {
        context.test(TrainingRun.execute(context));
    }
}
