package org.vae4j.latent.bijection;

import java.util.Arrays;
import org.vae4j.latent.Columns;

/**
 * A step that is taken several times, each time with parameters of its own: those of the first step come first. The
 * log-determinants add up.
 */
public interface StepChain extends Bijection {

    /** {@return how many steps, ≥ 1} */
    int length();

    /**
     * A step.
     *
     * @param number from 0 on
     * @return the step; all have as many parameters
     */
    Step step(int number);

    @Override
    default int parameterCount(int latent) {
        return Math.multiplyExact(length(), step(0).parameterCount(latent));
    }

    @Override
    default void apply(Columns z, Columns parameters, Columns image) {
        double[] values = z.values().clone();
        double[] logDeterminant = new double[z.rows()];
        for (int k = 0; k < length(); k++) {
            step(k).forward(parameters(parameters, k, z.count()), values, logDeterminant);
        }
        System.arraycopy(values, 0, image.values(), 0, values.length);
        System.arraycopy(logDeterminant, 0, image.values(), values.length, logDeterminant.length);
    }

    @Override
    default void addGradient(Columns z, Columns parameters, Columns image) {
        double[][] before = beforeEach(z, parameters);
        int size = z.values().length;
        double[] gradient = Arrays.copyOf(image.gradient(), size);
        double[] toLogDeterminant = Arrays.copyOfRange(image.gradient(), size, size + z.rows());
        for (int k = length() - 1; k >= 0; k--) {
            step(k).backward(parameters(parameters, k, z.count()), before[k], gradient, toLogDeterminant);
        }
        for (int i = 0; i < size; i++) {
            z.gradient()[i] += gradient[i];
        }
    }

    /** What each step begins with. */
    private double[][] beforeEach(Columns z, Columns parameters) {
        double[][] before = new double[length()][];
        double[] unused = new double[z.rows()];
        before[0] = z.values();
        for (int k = 1; k < before.length; k++) {
            before[k] = before[k - 1].clone();
            step(k - 1).forward(parameters(parameters, k - 1, z.count()), before[k], unused);
        }
        return before;
    }

    private StepParameters parameters(Columns all, int k, int latent) {
        return new StepParameters(all, k * step(0).parameterCount(latent));
    }

    /**
     * Throws where there is no step.
     *
     * @param length number of steps
     * @throws IllegalArgumentException when it is below 1
     */
    static void requireLength(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("length: found " + length + ", expected a number of steps >= 1");
        }
    }
}
