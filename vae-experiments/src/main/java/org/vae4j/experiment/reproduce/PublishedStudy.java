package org.vae4j.experiment.reproduce;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.run.PausedException;
import org.vae4j.experiment.run.TrainingRun;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;

/** A study that trains a published setting, whose configuration is the resource {@code <id>.yaml} beside this class. */
public final class PublishedStudy implements Study {

    private final PublishedTarget target;

    /**
     * Makes the study of a target.
     *
     * @param target a target that can be run
     */
    public PublishedStudy(PublishedTarget target) {
        this.target = target;
    }

    /**
     * All published settings that can be run.
     *
     * @return the studies, in the order of the targets
     */
    public static List<Study> all() {
        return PublishedTarget.all().stream()
                .filter(target -> target.missing().isEmpty())
                .<Study>map(PublishedStudy::new)
                .toList();
    }

    /**
     * Finds a study.
     *
     * @param name any name
     * @return the study of that name, or empty
     */
    public static Optional<Study> named(String name) {
        return all().stream().filter(study -> study.name().equals(name)).findFirst();
    }

    @Override
    public String name() {
        return target.id();
    }

    @Override
    public String summary() {
        return target.setting();
    }

    @Override
    public void run(StudyContext context) throws IOException, InterruptedException, PausedException {
        context.test(TrainingRun.execute(context));
    }
}
