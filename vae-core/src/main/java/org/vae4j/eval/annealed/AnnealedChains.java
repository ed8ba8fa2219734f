package org.vae4j.eval.annealed;

import java.util.Arrays;
import org.vae4j.math.ExampleNoise;
import org.vae4j.math.NoiseRows;
import org.vae4j.math.Streams;

/**
 * Annealed importance sampling chains of a few examples. Row s · examples + i is chain s of example i. The random
 * numbers of a chain follow from the numbers of its example and of the chain, so they do not depend on the other rows.
 *
 * <p>The chains pass through the distributions f_β(u) ∝ start(u) e^(β r(u)) with r = log p(x, z) - log start, at the
 * points β_0 = 0 &lt; … &lt; β_T = 1 of a schedule. With u_t the state before the t-th change of β, the logarithm of a
 * chain's weight is Σ_t (β_t - β_(t-1)) r(u_t). Between changes a Hamiltonian transition leaves f_β invariant: momenta
 * p ~ N(0, I), L leapfrog steps with the potential U(u) = -log start(u) - β r(u), and acceptance with the probability
 * min(1, e^-ΔH) for H = U(u) + ½ |p|². Instances are not safe for use by several threads.
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

    /** Runs the chains from draws of the start, from β = 0 to 1, and returns the logarithm of each chain's weight. */
    double[] walk(double[] schedule, int leapfrogSteps, StepSizes steps, long seed) {
        ChainPlace here = new ChainPlace(rows, space.dimensions());
        ChainPlace there = new ChainPlace(rows, space.dimensions());
        space.drawStart(Streams.derive(seed, "start"), here.u);
        space.evaluate(here);
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
     * Runs the chains from β = 1 to 0, by the same transitions in the opposite order; each of them is its own reverse.
     * Returns the logarithm of the weight that each chain would have from 0 to 1.
     *
     * @param end a draw of the distribution at β = 1 for each row; unchanged
     */
    double[] walkBack(double[] end, double[] schedule, int leapfrogSteps, StepSizes steps, long seed) {
        ChainPlace here = new ChainPlace(rows, space.dimensions());
        ChainPlace there = new ChainPlace(rows, space.dimensions());
        System.arraycopy(end, 0, here.u, 0, end.length);
        space.evaluate(here);
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
     * The settings of one transition.
     *
     * @param beta β of the distribution that it leaves invariant
     * @param temperature index of β in the schedule
     * @param leapfrogSteps L
     * @param seed seed of momenta and acceptances
     */
    private record Transition(double beta, int temperature, int leapfrogSteps, long seed) {}

    /**
     * Performs one transition: {@code here} moves to the proposal where it is accepted, {@code there} is scratch space.
     */
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
            space.evaluate(there);
            kick(there, momentum, transition.beta, step, n == transition.leapfrogSteps ? 0.5 : 1);
        }
        double[] after = energy(there, momentum, transition.beta);
        double[] energyChange = new double[rows];
        Arrays.setAll(energyChange, r -> after[r] - before[r]);
        accept(here, there, energyChange, transition, steps);
    }

    /** H = -log start(u) - β r(u) + ½ |p|² of each row, up to a constant. */
    private double[] energy(ChainPlace place, double[] momentum, double beta) {
        double[] result = space.startEnergy(place, momentum);
        for (int r = 0; r < rows; r++) {
            result[r] -= beta * place.ratio[r];
        }
        return result;
    }

    /** p = p - share · ε ∇U(u), with the step size ε of each row. */
    private void kick(ChainPlace place, double[] momentum, double beta, double[] step, double share) {
        for (int from = 0; from < momentum.length; from += rows) {
            for (int r = 0; r < rows; r++) {
                momentum[from + r] -= share * step[r] * (-place.startSlope[from + r] - beta * place.slope[from + r]);
            }
        }
    }

    /** u = u + ε p. */
    private void drift(ChainPlace place, double[] momentum, double[] step) {
        for (int from = 0; from < momentum.length; from += rows) {
            for (int r = 0; r < rows; r++) {
                place.u[from + r] += step[r] * momentum[from + r];
            }
        }
    }

    /**
     * Accepts or rejects the proposal of each chain by Metropolis's rule; a proposal whose energy is NaN is rejected.
     */
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
