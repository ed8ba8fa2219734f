package mymodels;

import org.vae4j.experiment.run.TrainingRun;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.StudyContext;

/**
 * A VAE of rings that is made of this project's own parts. Its configuration lies beside the class, as {@code
 * my-models.yaml}; {@code vae run my-models model.latent=4} changes a key of it.
 */
public final class RingStudy implements Study {

    @Override
    public String name() {
        return "my-models";
    }

    @Override
    public String summary() {
        return "A VAE of rings with an encoder, likelihood, prior and term of its own";
    }

    /**
     * The keys that only this study has, in the section {@code study}.
     *
     * @param greeting the line that is printed when the model is trained
     */
    public record Options(String greeting) {

        /** Checks the keys. */
        public Options {
            if (greeting.isBlank()) {
                throw new IllegalArgumentException("greeting: found nothing, expected a word");
            }
        }
    }

    @Override
    public Class<? extends Record> options() {
        return Options.class;
    }

    @Override
    public void run(StudyContext context) throws Exception {
        context.test(TrainingRun.execute(context));
        context.result("greeting", context.options(Options.class).greeting());
    }
}
