package mymodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.experiment.cli.Vae;
import org.vae4j.latent.Columns;

class MyModelsTest {

    /** The likelihood's gradient, by differences; its integral, by the trapezoidal rule. */
    @Test
    void theLikelihoodIsADensityWithItsGradient() {
        LogisticLikelihood likelihood = new LogisticLikelihood(0.3);
        double[] gradient = new double[1];
        likelihood.lossAndGradient(0.7, new double[] {0.4}, gradient);
        double up = likelihood.lossAndGradient(0.7, new double[] {0.4 + 1e-6}, new double[1]);
        double down = likelihood.lossAndGradient(0.7, new double[] {0.4 - 1e-6}, new double[1]);
        assertThat(gradient[0]).isCloseTo((up - down) / 2e-6, within(1e-6));
        double sum = 0;
        for (int i = -2000; i <= 2000; i++) {
            sum += 0.01 * Math.exp(-likelihood.lossAndGradient(i * 0.01, new double[] {0.4}, new double[1]));
        }
        assertThat(sum).isCloseTo(1, within(1e-9));
    }

    /** 100,000 draws: four standard errors of the mean size, which is 1. */
    @Test
    void thePriorDrawsWhatItSays() {
        Columns z = new Columns(100_000, 1);
        new LaplacePrior().sample(new Columns(0, 0), 3, z);
        double size = 0;
        double side = 0;
        for (double value : z.values()) {
            size += Math.abs(value) / z.rows();
            side += value / z.rows();
        }
        assertThat(size).isCloseTo(1, within(0.013));
        assertThat(side).isCloseTo(0, within(0.018));
    }

    /** As a person would run it; the parts of this project are on the test's class path. */
    @Test
    void theStudyTrains(@TempDir Path runs) {
        List<String> command = List.of(
                "run", "my-models", "training.epochs=1", "model.latent=2", "--quiet", "--runs", runs.toString());
        String[] words = command.toArray(String[]::new);
        assertThat(Vae.commandLine(words).execute(words)).isZero();
        assertThat(runs.resolve("my-models")).isDirectory();
    }
}
