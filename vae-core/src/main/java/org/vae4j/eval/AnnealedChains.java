package org.vae4j.eval;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.kernel.Kernels;
import org.vae4j.kernel.Matrix;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;
import org.vae4j.model.LatentModel;

/**
 * Chains of a few examples, row s · examples + i being chain s of example i. What a chain draws follows from the numbers of
 * its example and of the chain, whichever others walk with it.
 *
 * <p>They live where the start is N(0, I): z = m + s ⊙ u. There f_β(u) ∝ N(u; 0, I) e^(β r(u)) with
 * r = log p(x|z) + log p(z) - log start(z) = log p(x|z) - ½ |z|² + ½ |u|² + Σ log s, and a Hamiltonian transition moves u
 * by the energy ½ |u|² - β r(u). Not safe for use by several threads.
 */
final class AnnealedChains {

    private final LatentModel model;
    private final INDArray x;
    private final int examples;
    private final int rows;
    private final NoiseRows numbers;
    private final INDArray latents;
    /** m and s of each value of u. */
    private final double[] mean;

    private final double[] sigma;
    /** Σ log s of each row. */
    private final double[] logScale;

    /** A place, r there, and its slope. */
    private static final class Place {
        private final double[] u;
        private final double[] ratio;
        private final double[] slope;

        private Place(int rows, int latent) {
            u = new double[rows * latent];
            ratio = new double[rows];
            slope = new double[rows * latent];
        }
    }

    AnnealedChains(LatentModel model, INDArray x, GaussianPosteriors start, NoiseRows numbers) {
        this.model = model;
        this.x = x;
        this.examples = start.examples;
        this.rows = numbers.count();
        this.numbers = numbers;
        this.latents =
                Nd4j.createUninitialized(model.graph().params().dataType(), new long[] {rows, start.latent}, 'f');
        this.mean = new double[rows * start.latent];
        this.sigma = new double[rows * start.latent];
        this.logScale = new double[rows];
        for (int j = 0; j < start.latent; j++) {
            for (int r = 0; r < rows; r++) {
                int parameter = j * examples + r % examples;
                mean[j * rows + r] = start.mean[parameter];
                sigma[j * rows + r] = Math.exp(start.logVar[parameter] / 2);
                logScale[r] += start.logVar[parameter] / 2;
            }
        }
    }

    /** From β = 0 to 1; returns the logarithm of each chain's weight. */
    double[] walk(double[] schedule, int leapfrogSteps, StepSizes steps, long seed) {
        Place here = new Place(rows, mean.length / rows);
        Place there = new Place(rows, mean.length / rows);
        ExampleNoise.normal(Streams.derive(seed, "start"), numbers, mean.length / rows, here.u);
        look(here);
        double[] logWeights = new double[rows];
        for (int t = 1; t < schedule.length; t++) {
            for (int r = 0; r < rows; r++) {
                logWeights[r] += (schedule[t] - schedule[t - 1]) * here.ratio[r];
            }
            if (t < schedule.length - 1) {
                move(here, there, new Transition(schedule[t], t, leapfrogSteps, Streams.at(seed, t)), steps);
            }
        }
        return logWeights;
    }

    /**
     * One transition.
     *
     * @param beta of the distribution it leaves as it is
     * @param temperature its number
     * @param leapfrogSteps how many
     * @param seed of its randomness
     */
    private record Transition(double beta, int temperature, int leapfrogSteps, long seed) {}

    private void move(Place here, Place there, Transition transition, StepSizes steps) {
        double[] momentum =
                ExampleNoise.normal(Streams.derive(transition.seed, "momentum"), numbers, mean.length / rows);
        double[] before = energy(here, momentum, transition.beta);
        double[] step = new double[rows];
        for (int r = 0; r < rows; r++) {
            step[r] = steps.at(transition.temperature, r % examples);
        }
        copy(here, there);
        kick(there, momentum, transition.beta, step, 0.5);
        for (int n = 1; n <= transition.leapfrogSteps; n++) {
            drift(there, momentum, step);
            look(there);
            kick(there, momentum, transition.beta, step, n == transition.leapfrogSteps ? 0.5 : 1);
        }
        double[] after = energy(there, momentum, transition.beta);
        accept(here, there, before, after, transition, steps);
    }

    private double[] energy(Place place, double[] momentum, double beta) {
        double[] result = new double[rows];
        for (int from = 0; from < momentum.length; from += rows) {
            for (int r = 0; r < rows; r++) {
                double u = place.u[from + r];
                result[r] += 0.5 * (u * u + momentum[from + r] * momentum[from + r]);
            }
        }
        for (int r = 0; r < rows; r++) {
            result[r] -= beta * place.ratio[r];
        }
        return result;
    }

    private void kick(Place place, double[] momentum, double beta, double[] step, double share) {
        for (int from = 0; from < momentum.length; from += rows) {
            for (int r = 0; r < rows; r++) {
                momentum[from + r] -= share * step[r] * (place.u[from + r] - beta * place.slope[from + r]);
            }
        }
    }

    private void drift(Place place, double[] momentum, double[] step) {
        for (int from = 0; from < momentum.length; from += rows) {
            for (int r = 0; r < rows; r++) {
                place.u[from + r] += step[r] * momentum[from + r];
            }
        }
    }

    /** Metropolis's rule for each chain; a chain that went where the energy is no number stays. */
    private void accept(
            Place here, Place there, double[] before, double[] after, Transition transition, StepSizes steps) {
        double[] random = ExampleNoise.uniform(Streams.derive(transition.seed, "acceptance"), numbers, 1);
        double[] acceptance = new double[examples];
        for (int r = 0; r < rows; r++) {
            double probability = Math.min(1, Math.exp(before[r] - after[r]));
            probability = Double.isNaN(probability) ? 0 : probability;
            acceptance[r % examples] += probability * examples / rows;
            if (random[r] < probability) {
                here.ratio[r] = there.ratio[r];
                for (int i = r; i < here.u.length; i += rows) {
                    here.u[i] = there.u[i];
                    here.slope[i] = there.slope[i];
                }
            }
        }
        for (int e = 0; e < examples; e++) {
            steps.observe(transition.temperature, e, numbers.draws(), acceptance[e]);
        }
    }

    /** r and dr/du = u - s ⊙ (z + d(-log p(x|z))/dz) at a place. */
    private void look(Place place) {
        double[] z = new double[place.u.length];
        double[] ratio = logScale.clone();
        for (int from = 0; from < z.length; from += rows) {
            for (int r = 0; r < rows; r++) {
                int i = from + r;
                z[i] = mean[i] + sigma[i] * place.u[i];
                ratio[r] += 0.5 * (place.u[i] * place.u[i] - z[i] * z[i]);
            }
        }
        Kernels.of(latents.dataType()).write(z, Matrix.of(latents));
        model.negLogLikelihoodGradient(x, latents, place.ratio, place.slope);
        for (int r = 0; r < rows; r++) {
            place.ratio[r] = ratio[r] - place.ratio[r];
        }
        for (int i = 0; i < z.length; i++) {
            place.slope[i] = place.u[i] - sigma[i] * (z[i] + place.slope[i]);
        }
    }

    private static void copy(Place from, Place to) {
        System.arraycopy(from.u, 0, to.u, 0, from.u.length);
        System.arraycopy(from.ratio, 0, to.ratio, 0, from.ratio.length);
        System.arraycopy(from.slope, 0, to.slope, 0, from.slope.length);
    }
}
