package org.vae4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.vae4j.kernel.Matrix;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.latent.LatentRows;
import org.vae4j.likelihood.BernoulliLikelihood;
import org.vae4j.likelihood.GaussianLikelihood;
import org.vae4j.likelihood.HeteroscedasticGaussianLikelihood;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.objective.ElboObjective;
import org.vae4j.objective.ElboTerms;
import org.vae4j.objective.LatentBatch;
import org.vae4j.objective.Objective;
import org.vae4j.objective.Term;
import org.vae4j.testing.Networks;
import org.vae4j.testing.Values;

class VariationalOutputLayerTest extends LayerContract {

    private static final int LATENT = 2;

    /**
     * An objective that sets every output that an objective may set. With weights w(r) of the rows r, it is
     * w(r) (-log p(x|z)) + Σ (μ² z + log σ² z²) over the latent dimensions.
     */
    record EverythingObjective() implements Objective {
        @Override
        public Map<String, Double> evaluate(LatentBatch batch, Term.Moment moment) {
            int rows = batch.rows();
            for (int r = 0; r < rows; r++) {
                batch.rowWeights()[r] = 0.5 + 0.25 * r;
                batch.objective()[r] = batch.rowWeights()[r] * batch.negLogLikelihood()[r];
                batch.kl()[r] = 0;
            }
            LatentRows latent = batch.latents().get(0);
            double[] parameters = latent.parameters().values();
            double[] gradient = latent.parameters().gradient();
            int half = rows * latent.size();
            for (int i = 0; i < half; i++) {
                double mean = parameters[i];
                double logVar = parameters[half + i];
                double z = latent.z().values()[i];
                batch.objective()[i % rows] += mean * mean * z + logVar * z * z;
                gradient[i] = 2 * mean * z;
                gradient[half + i] = z * z;
                latent.z().gradient()[i] = mean * mean + 2 * logVar * z;
            }
            return Map.of();
        }
    }

    private static Case of(String name, int latent, Likelihood likelihood, Objective objective) {
        int columns = likelihood.parameterCount(FEATURES) + 3 * latent;
        return new Case(
                likelihood.name() + ", " + name,
                type -> Networks.chain(
                        type,
                        FEATURES,
                        Networks.dense(columns, Nonlinearity.IDENTITY),
                        new VariationalOutputLayer(latent, likelihood, objective)));
    }

    @Override
    Stream<Case> cases() {
        ElboObjective beta = new ElboObjective(new FixedSchedule(2.5));
        ElboObjective annealed = new ElboObjective(new ExponentialSchedule(ScheduleType.ITERATION, 0.5, 0.9));
        return Stream.of(
                of("β = 1", LATENT, new BernoulliLikelihood(), ElboObjective.standard()),
                of("β = 2.5", LATENT, new BernoulliLikelihood(), beta),
                of("annealed", LATENT, new GaussianLikelihood(0.6), annealed),
                of("β = 2.5", LATENT, new HeteroscedasticGaussianLikelihood(), beta),
                of("everything", LATENT, new HeteroscedasticGaussianLikelihood(), new EverythingObjective()),
                of("no latent", 0, new BernoulliLikelihood(), ElboObjective.standard()),
                of("one latent", 1, new GaussianLikelihood(2), new EverythingObjective()));
    }

    /** A network of the output layer alone, whose input a test sets itself. */
    private static ComputationGraph direct(int latent, Likelihood likelihood, Objective objective) {
        return Networks.chain(
                DataType.DOUBLE,
                likelihood.parameterCount(FEATURES) + 3 * latent,
                new VariationalOutputLayer(latent, likelihood, objective));
    }

    /** Writes out Bernoulli likelihood, KL and objective of each row. */
    @Test
    void termsOfEachRowEqualTheirFormulas() {
        int rows = 3;
        ComputationGraph graph = direct(
                LATENT,
                new BernoulliLikelihood(),
                new ElboObjective(new ExponentialSchedule(ScheduleType.EPOCH, 0.3, 0.5)));
        INDArray input = Values.normal(2, DataType.DOUBLE, rows, FEATURES + 3 * LATENT, 1);
        INDArray x = Values.pixels(3, DataType.DOUBLE, rows, FEATURES);
        graph.getLayer(0).setEpochCount(2);
        double score = graph.score(new DataSet(input, x));
        double[] each = Values.of(graph.scoreExamples(new DataSet(input, x), true));
        LatentBatch batch = ((ObjectiveOperation) graph.getLayer(0)).batch();
        double beta = 0.3 * 0.5 * 0.5;
        double total = 0;
        for (int r = 0; r < rows; r++) {
            double nll = 0;
            for (int j = 0; j < FEATURES; j++) {
                double p = 1 / (1 + Math.exp(-input.getDouble(r, j)));
                double pixel = x.getDouble(r, j);
                nll -= pixel * Math.log(p) + (1 - pixel) * Math.log(1 - p);
            }
            double kl = 0;
            for (int j = 0; j < LATENT; j++) {
                double mean = input.getDouble(r, FEATURES + j);
                double variance = Math.exp(input.getDouble(r, FEATURES + LATENT + j));
                kl += (mean * mean + variance - Math.log(variance) - 1) / 2;
            }
            assertThat(batch.negLogLikelihood()[r]).as("likelihood %d", r).isCloseTo(nll, within(1e-12));
            assertThat(batch.kl()[r]).as("KL %d", r).isCloseTo(kl, within(1e-12));
            assertThat(batch.objective()[r]).as("objective %d", r).isCloseTo(nll + beta * kl, within(1e-12));
            assertThat(each[r]).as("score %d", r).isCloseTo(nll + beta * kl, within(1e-12));
            total += nll + beta * kl;
        }
        assertThat(score).isCloseTo(total / rows, within(1e-12));
    }

    @Test
    void elboTermsAreMeansOverTheRows() {
        ComputationGraph graph = direct(LATENT, new GaussianLikelihood(1), new ElboObjective(new FixedSchedule(3)));
        Matrix input = Matrix.of(Values.normal(2, DataType.DOUBLE, 4, FEATURES + 3 * LATENT, 1));
        Matrix x = Matrix.of(Values.pixels(3, DataType.DOUBLE, 4, FEATURES));
        ObjectiveOperation operation = (ObjectiveOperation) graph.getLayer(0);
        ElboTerms terms = operation.evaluate(
                input, x, Matrix.allocate(DataType.DOUBLE, 4, input.columns()), new Term.Moment(0, 0));
        assertThat(terms.examples()).isEqualTo(4);
        assertThat(terms.reconstructionNats()).isCloseTo(mean(operation.batch().negLogLikelihood()), within(1e-13));
        assertThat(terms.klNats()).isCloseTo(mean(operation.batch().kl()), within(1e-13));
        assertThat(terms.objectiveNats()).isCloseTo(terms.reconstructionNats() + 3 * terms.klNats(), within(1e-12));
        assertThat(terms.negElboNats()).isCloseTo(terms.reconstructionNats() + terms.klNats(), within(1e-13));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void activationIsTheMeanOfTheLikelihood() {
        INDArray input = Values.normal(2, DataType.DOUBLE, 3, FEATURES + 3 * LATENT, 1);
        double[] p = Values.of(input);
        ComputationGraph bernoulli = direct(LATENT, new BernoulliLikelihood(), ElboObjective.standard());
        double[] mean = Values.of(bernoulli.outputSingle(input));
        for (int i = 0; i < 3 * FEATURES; i++) {
            assertThat(mean[i]).isCloseTo(1 / (1 + Math.exp(-p[i])), within(1e-14));
        }
    }

    @Test
    void refusesInputsThatHoldNoLikelihoodParameters() {
        assertThatThrownBy(() -> Networks.chain(
                        DataType.FLOAT,
                        7,
                        new VariationalOutputLayer(
                                0, new HeteroscedasticGaussianLikelihood(), ElboObjective.standard())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 7 likelihood parameters");
        assertThatThrownBy(() -> Networks.chain(
                        DataType.FLOAT,
                        6,
                        new VariationalOutputLayer(2, new BernoulliLikelihood(), ElboObjective.standard())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0 likelihood parameters");
    }

    @Test
    void refusesANegativeNumberOfDimensions() {
        assertThatThrownBy(() -> new VariationalOutputLayer(-1, new BernoulliLikelihood(), ElboObjective.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found latent = -1");
    }

    @Test
    void refusesAuxiliaryNetworksWithoutColumns() {
        VariationalOutputLayer layer =
                new VariationalOutputLayer(2, new BernoulliLikelihood(), ElboObjective.standard());
        assertThatThrownBy(() -> layer.withAuxiliaries(Map.of("critic", -1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found -1 columns of the network \"critic\"");
    }

    @Test
    void refusesABackwardPassWithoutLabels() {
        ComputationGraph graph = direct(0, new BernoulliLikelihood(), ElboObjective.standard());
        graph.setInputs(Values.pixels(1, DataType.DOUBLE, 2, FEATURES));
        assertThatThrownBy(graph::computeGradientAndScore)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("features as labels");
    }

    @Test
    void configurationsDifferByTheirFields() {
        VariationalOutputLayer layer =
                new VariationalOutputLayer(2, new GaussianLikelihood(1), ElboObjective.standard());
        assertThat(layer).isEqualTo(new VariationalOutputLayer(2, new GaussianLikelihood(1), new ElboObjective(null)));
        assertThat(layer)
                .isNotEqualTo(new VariationalOutputLayer(3, new GaussianLikelihood(1), ElboObjective.standard()))
                .isNotEqualTo(new VariationalOutputLayer(2, new GaussianLikelihood(2), ElboObjective.standard()))
                .isNotEqualTo(new VariationalOutputLayer(
                        2, new GaussianLikelihood(1), new ElboObjective(new FixedSchedule(1))));
    }
}
