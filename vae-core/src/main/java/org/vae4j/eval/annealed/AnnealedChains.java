package org.vae4j.eval.annealed;

import java.util.Arrays;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;

/**
 * Chains of a few examples, row s · examples + i being chain s of example i. What a chain draws follows from the
 * numbers of its example and of the chain, whichever others walk with it.
 *
 * <p>They walk over f_β(u) ∝ start(u) e^(β r(u)), r = log p(x, z) - log start; a Hamiltonian transition moves u by the
 * energy -log start(u) - β r(u). Not safe for use by several threads.
 */
final class AnnealedChains {

    private final ChainSpace space;
    private final NoiseRows numbers;
    private final int examples;
    private final int rows;

    AnnealedChains(ChainSpace space, NoiseRows numbers) {
        this.space = space;
        this.numbers = numbers;
        this.examples = numbers.examples();
        this.rows = numbers.count();
    }

    /** Walks from β = 0 to 1 and returns the logarithm of each chain's weight. */
    double[] walk(double[] schedule, int leapfrogSteps, StepSizes steps, long seed) {
        ChainPlace here = new ChainPlace(rows, space.dimensions());
        ChainPlace there = new ChainPlace(rows, space.dimensions());
        space.begin(Streams.derive(seed, "start"), here.u);
        space.look(here);
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
     * From β = 1 to 0, by the same transitions in the other order, each of which is its own reverse; returns the
     * logarithm of the weight of each chain's way from 0 to 1.
     *
     * @param end a draw of the distribution at β = 1 for each row
     */
    double[] walkBack(double[] end, double[] schedule, int leapfrogSteps, StepSizes steps, long seed) {
        ChainPlace here = new ChainPlace(rows, space.dimensions());
        ChainPlace there = new ChainPlace(rows, space.dimensions());
        System.arraycopy(end, 0, here.u, 0, end.length);
        space.look(here);
        double[] logWeights = new double[rows];
        for (int t = schedule.length - 1; t >= 1; t--) {
            for (int r = 0; r < rows; r++) {
                logWeights[r] += (schedule[t] - schedule[t - 1]) * here.ratio[r];
            }
            if (t > 1) {
                Transition transition = new Transition(schedule[t - 1], t - 1, leapfrogSteps, Streams.at(seed, t - 1));
                move(here, there, transition, steps);
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

    private void move(ChainPlace here, ChainPlace there, Transition transition, StepSizes steps) {
        double[] momentum =
                ExampleNoise.normal(Streams.derive(transition.seed, "momentum"), numbers, space.dimensions());
        double[] before = energy(here, momentum, transition.beta);
        double[] step = new double[rows];
        for (int r = 0; r < rows; r++) {
            step[r] = steps.at(transition.temperature, r % examples);
        }
        here.copyTo(there);
        kick(there, momentum, transition.beta, step, 0.5);
        for (int n = 1; n <= transition.leapfrogSteps; n++) {
            drift(there, momentum, step);
            space.look(there);
            kick(there, momentum, transition.beta, step, n == transition.leapfrogSteps ? 0.5 : 1);
        }
        double[] after = energy(there, momentum, transition.beta);
        double[] energyChange = new double[rows];
        Arrays.setAll(energyChange, r -> after[r] - before[r]);
        accept(here, there, energyChange, transition, steps);
    }

    private double[] energy(ChainPlace place, double[] momentum, double beta) {
        double[] result = space.startEnergy(place, momentum);
        for (int r = 0; r < rows; r++) {
            result[r] -= beta * place.ratio[r];
        }
        return result;
    }

    private void kick(ChainPlace place, double[] momentum, double beta, double[] step, double share) {
        for (int from = 0; from < momentum.length; from += rows) {
            for (int r = 0; r < rows; r++) {
                momentum[from + r] -= share * step[r] * (-place.startSlope[from + r] - beta * place.slope[from + r]);
            }
        }
    }

    private void drift(ChainPlace place, double[] momentum, double[] step) {
        for (int from = 0; from < momentum.length; from += rows) {
            for (int r = 0; r < rows; r++) {
                place.u[from + r] += step[r] * momentum[from + r];
            }
        }
    }

    /** Metropolis's rule for each chain; a chain that went where the energy is no number stays. */
    private void accept(
            ChainPlace here, ChainPlace there, double[] energyChange, Transition transition, StepSizes steps) {
        double[] random = ExampleNoise.uniform(Streams.derive(transition.seed, "acceptance"), numbers, 1);
        double[] acceptance = new double[examples];
        for (int r = 0; r < rows; r++) {
            double probability = Math.min(1, Math.exp(-energyChange[r]));
            probability = Double.isNaN(probability) ? 0 : probability;
            acceptance[r % examples] += probability * examples / rows;
            if (random[r] < probability) {
                there.copyTo(here, r);
            }
        }
        for (int e = 0; e < examples; e++) {
            steps.observe(transition.temperature, e, numbers.draws(), acceptance[e]);
        }
    }
}
