package org.vae4j.experiment.run.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    @ParameterizedTest
    @CsvSource({
        "1, 128, 1, 1, 1",
        "2, 128, 1, 2, 1",
        "4, 128, 1, 4, 1",
        // Too few rows for so many.
        "4, 20, 1, 2, 2",
        "2, 19, 1, 1, 2",
        "4, 20, 5, 4, 1"
    })
    void takesAsManyAsTheRunHasCoresWhereThatPays(int threads, int batch, int draws, int count, int productThreads) {
        assertThat(of(true, "runtime.threads=" + threads, "training.batchSize=" + batch, "model.draws=" + draws))
                .isEqualTo(new Workers(count, productThreads, threads));
    }

    @Test
    void takesOneOnAGpuUnlessAskedForMore() {
        assertThat(of(false, "runtime.threads=4")).isEqualTo(new Workers(1, 4, 4));
        assertThat(of(false, "runtime.threads=4", "training.workers=2")).isEqualTo(new Workers(2, 2, 4));
    }

    @Test
    void takesAsManyAsItIsTold() {
        assertThat(of(true, "training.workers=3")).isEqualTo(new Workers(3, 1, 1));
        assertThat(of(true, "training.workers=1", "runtime.threads=4")).isEqualTo(new Workers(1, 4, 4));
    }

    @Test
    void takesOneWhereABatchCannotBeDivided() {
        String[] whole = {"model.likelihood=gaussian_optimal", "runtime.threads=2"};
        assertThat(of(true, whole)).isEqualTo(new Workers(1, 2, 2));
        assertThatThrownBy(() -> of(true, whole[0], "training.workers=2"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("training.workers: found 2, expected 1");
    }

    @Test
    void leavesTheProductsTheirThreads() {
        int before = openblas_nolapack.blas_get_num_threads();
        try {
            assertThat(new Workers(2, 1, 2).train(openblas_nolapack::blas_get_num_threads))
                    .isEqualTo(1);
            assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(2);
        } finally {
            Backend.setProductThreads(before);
        }
    }

    private static Workers of(boolean onCpu, String... overrides) {
        ExperimentConfig config =
                new ConfigResolver("tiny", TINY, NoOptions.class).resolve(Optional.empty(), List.of(overrides));
        Backend.use(config.runtime().with(1));
        ConfiguredData data = ConfiguredData.open(config.data().orElseThrow(), config.seed());
        LatentModel model = ConfiguredModel.create(config, data, 3);
        return Workers.of(config, model, onCpu);
    }

    /** One number of one model has the same bits between epochs and after the last: the threads are the same. */
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
