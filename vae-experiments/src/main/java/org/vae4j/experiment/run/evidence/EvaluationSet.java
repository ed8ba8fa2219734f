package org.vae4j.experiment.run.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vae4j.data.ExampleSet;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.run.configured.ConfiguredData;
import org.vae4j.experiment.run.trained.TrainedRun;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.KeptResults;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.file.AtomicFile;
import org.vae4j.likelihood.Likelihood;

/**
 * The test examples of a trained run on which log p(x) is estimated, and the folder {@code eval} of the run, where the
 * results are stored.
 *
 * @param run a run whose model has a p(x)
 * @param examples the number of test examples, counted from the first; {@link #ALL} for all
 */
record EvaluationSet(TrainedRun run, int examples) {

    private static final Logger LOG = LoggerFactory.getLogger(EvaluationSet.class);

    /** No limit to the number of examples. */
    static final int ALL = Integer.MAX_VALUE;

    EvaluationSet {
        requirePositive("--examples", examples);
        if (!run.model().isVariational()) {
            throw new ConfigException("found a deterministic autoencoder in " + run.root()
                    + ", expected a variational one: it has no p(x)");
        }
        Likelihood likelihood = run.model().compiled().likelihood();
        if (!likelihood.hasDensity()) {
            throw new ConfigException("found the loss " + likelihood.name() + " in " + run.root()
                    + ", expected a model with a likelihood: a loss is no logarithm of a density, so there is no p(x)");
        }
        if (likelihood.dependsOnBatch()) {
            throw new ConfigException("found the likelihood gaussian_optimal without a frozen sigma in " + run.root()
                    + ", expected a model that finished an epoch of training since version 0.1: one example alone has"
                    + " no p(x)");
        }
    }

    static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ConfigException(option + ": found " + value + ", expected a whole number of at least 1");
        }
    }

    /** The examples of this set out of the run's data: all test examples where there are fewer than the limit. */
    ExampleSet images(ConfiguredData data) {
        ExampleSet test = data.split().test();
        return examples < test.size() ? test.head(examples) : test;
    }

    /**
     * Whether a stored result of {@code count} examples can be one of this set. It may have fewer examples than the
     * limit, where the data has no more.
     */
    boolean has(long count) {
        return count > 0 && count <= examples;
    }

    /**
     * The result that is stored under this name; empty, with a warning where it is damaged, when it must be computed.
     */
    <T> Optional<T> stored(String name, Class<T> type) {
        Path file = file(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(file, type));
        } catch (IOException e) {
            LOG.warn("cannot read {} ({}): it is computed again", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Stores a result; one of another epoch under the same name is renamed first, so that it is kept. */
    void store(String name, Object result) {
        Path file = file(name);
        try {
            Files.createDirectories(file.getParent());
            KeptResults.aside(file, "epoch", run.progress().epoch());
            AtomicFile.write(file, Json.pretty(result));
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(file, e, "make room, and give the command again");
        }
    }

    private Path file(String name) {
        String part = examples == ALL ? "" : "-first" + examples;
        return run.root().resolve("eval").resolve(name + part + ".json");
    }
}
