package org.vae4j.experiment.run.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.configured.ConfiguredModel;
import org.vae4j.model.LatentModel;
import org.vae4j.objective.ElboTerms;
import org.vae4j.train.Callback;
import org.vae4j.train.EpochReport;
import org.vae4j.train.Progress;

class WorkersTest {

    private static final String TINY = """
            data: {lines: {size: 4, train: 300, test: 20}}
            model: {encoder: [5], latent: 2, decoder: [5]}
            objective: {beta: 1}
            training: {epochs: 1}
            """;

    /** One worker per core, unless there are fewer than ten rows, examples times draws, for each. */
    @ParameterizedTest
    @CsvSource(
            useHeadersInDisplayName = true,
            value = {
                "cores, batch, draws, workers, productThreads",
                "1, 128, 1, 1, 1",
                "2, 128, 1, 2, 1",
                "4, 128, 1, 4, 1",
                "4, 20, 1, 2, 2",
                "2, 19, 1, 1, 2",
                "4, 20, 5, 4, 1"
            })
    void takesOneWorkerPerCoreWhereEachHasTenRows(int cores, int batch, int draws, int workers, int productThreads) {
        assertThat(onCpu("runtime.threads=" + cores, "training.batchSize=" + batch, "model.draws=" + draws))
                .isEqualTo(new Workers(workers, productThreads, cores));
    }

    @Test
    void takesOneWorkerOnAGpuUnlessMoreAreAskedFor() {
        assertThat(onGpu("runtime.threads=4")).isEqualTo(new Workers(1, 4, 4));
        assertThat(onGpu("runtime.threads=4", "training.workers=2")).isEqualTo(new Workers(2, 2, 4));
    }

    @Test
    void takesTheNumberOfWorkersThatIsAskedFor() {
        assertThat(onCpu("training.workers=3")).isEqualTo(new Workers(3, 1, 1));
        assertThat(onCpu("training.workers=1", "runtime.threads=4")).isEqualTo(new Workers(1, 4, 4));
    }

    private static final String INDIVISIBLE = "model.likelihood=gaussian_optimal";

    @Test
    void takesOneWorkerWhereABatchCannotBeDivided() {
        assertThat(onCpu(INDIVISIBLE, "runtime.threads=2")).isEqualTo(new Workers(1, 2, 2));
    }

    @Test
    void refusesSeveralWorkersWhereABatchCannotBeDivided() {
        assertThatThrownBy(() -> onCpu(INDIVISIBLE, "training.workers=2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.workers: found 2, expected 1");
    }

    @Test
    void trainingSetsTheThreadsOfProductsAndRestoresThem() {
        int before = openblas_nolapack.blas_get_num_threads();
        try {
            assertThat(new Workers(2, 1, 2).train(openblas_nolapack::blas_get_num_threads))
                    .isEqualTo(1);
            assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(2);
        } finally {
            Backend.setProductThreads(before);
        }
    }

    private static Workers onCpu(String... overrides) {
        return workers(true, overrides);
    }

    private static Workers onGpu(String... overrides) {
        return workers(false, overrides);
    }

    private static Workers workers(boolean onCpu, String... overrides) {
        ExperimentConfig config = new ConfigResolver("tiny", TINY, NoOptions.class).resolve(List.of(overrides));
        Backend.use(config.runtime().with(1));
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), config.seed());
        LatentModel model = ConfiguredModel.create(config, data, 3);
        return Workers.of(config, model, onCpu);
    }

    /** The number of threads decides the last bits of a result, which must be those of the evaluation at the end. */
    @Test
    void evaluationsBetweenEpochsHaveAllCores() {
        Workers workers = Workers.forRows(2, 100);
        List<Integer> threads = new ArrayList<>();
        Callback evaluation = new Callback() {
            @Override
            public void onEpochEnd(LatentModel model, EpochReport report) {
                threads.add(openblas_nolapack.blas_get_num_threads());
            }
        };
        Backend.setProductThreads(2);
        try {
            workers.train(() -> {
                threads.add(openblas_nolapack.blas_get_num_threads());
                workers.withAllCores(evaluation)
                        .onEpochEnd(null, new EpochReport(Progress.START, ElboTerms.NONE, 0.1, 1));
                return threads.add(openblas_nolapack.blas_get_num_threads());
            });
            assertThat(threads).containsExactly(1, 2, 1);
        } finally {
            Backend.setProductThreads(1);
        }
    }
}
