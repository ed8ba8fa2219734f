package org.vae4j.latent.bijection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vae4j.latent.Columns;

/**
 * A bijection that is a chain of steps of one kind, z' = f_K(… f_1(z)). Its parameters are those of the first step,
 * then those of the second, and so on; its log-determinant is the sum of the steps'.
 */
public interface StepChain extends Bijection {

    /** {@return the number of steps K, ≥ 1} */
    int length();

    /**
     * A step of the chain.
     *
     * @param number the number of the step, from 0 on
     * @return the step; all steps have the same number of parameters
     */
    Step step(int number);

    @Override
    default int parameterCount(int latent) {
        return Math.multiplyExact(length(), step(0).parameterCount(latent));
    }

    @Override
    default Applied apply(Columns z, Columns parameters, Columns image) {
        List<Step.Taken> steps = new ArrayList<>(length());
        double[] values = z.values().clone();
        double[] logDeterminant = new double[z.rows()];
        for (int k = 0; k < length(); k++) {
            steps.add(step(k).take(parameters(parameters, k, z.count()), values, logDeterminant));
        }
        System.arraycopy(values, 0, image.values(), 0, values.length);
        System.arraycopy(logDeterminant, 0, image.values(), values.length, logDeterminant.length);
        return () -> addGradient(steps, image, z);
    }

    private static void addGradient(List<Step.Taken> steps, Columns image, Columns z) {
        int length = z.values().length;
        double[] gradient = Arrays.copyOf(image.gradient(), length);
        double[] toLogDeterminant = Arrays.copyOfRange(image.gradient(), length, length + z.rows());
        for (int k = steps.size() - 1; k >= 0; k--) {
            steps.get(k).backward(gradient, toLogDeterminant);
        }
        for (int i = 0; i < length; i++) {
            z.gradient()[i] += gradient[i];
        }
    }

    private StepParameters parameters(Columns all, int k, int latent) {
        return new StepParameters(all, k * step(0).parameterCount(latent));
    }

    /**
     * Refuses a chain without steps.
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
