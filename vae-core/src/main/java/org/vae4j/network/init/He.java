package org.vae4j.network.init;

import java.util.Arrays;
import org.vae4j.math.GaussianNoise;

/** Normal weights with the variance 2 / inputs, for rectified units (He et al. 2015). */
public final class He extends DrawnWeights {

    private static final long serialVersionUID = 1L;

    /** Makes the initialisation, which has no settings. */
    public He() {}

    @Override
    public String name() {
        return "he";
    }

    @Override
    double[] draw(Fan fan, int rows, int columns, long seed) {
        double[] values = GaussianNoise.draw(seed, rows * columns);
        double scale = Math.sqrt(2 / fan.in());
        Arrays.setAll(values, i -> scale * values[i]);
        return values;
    }
}
