package org.vae4j.experiment.report.latent;

import java.util.List;
import java.util.stream.IntStream;

/** What dimensions of z are ordered by. */
public enum Importance {
    /** The mean of KL(q(z_j|x) ‖ N(0, 1)), where that is the divergence from the prior. */
    KL("KL from the prior") {
        @Override
        double of(LatentTable latents, int dimension) {
            return latents.klNats(dimension);
        }
    },
    /** The variance over the examples of where their posteriors or codes lie. */
    VARIANCE("variance over the examples") {
        @Override
        double of(LatentTable latents, int dimension) {
            return latents.variance(dimension);
        }
    };

    private final String measure;

    Importance(String measure) {
        this.measure = measure;
    }

    abstract double of(LatentTable latents, int dimension);

    /** {@return what it measures, for a caption} */
    public String measure() {
        return measure;
    }

    /**
     * The dimensions in order.
     *
     * @param latents the encoded examples
     * @return from 0, those of the largest measure first
     */
    public List<Integer> order(LatentTable latents) {
        double[] measures = IntStream.range(0, latents.dimensions())
                .mapToDouble(dimension -> of(latents, dimension))
                .toArray();
        return IntStream.range(0, measures.length)
                .boxed()
                .sorted((a, b) -> Double.compare(measures[b], measures[a]))
                .toList();
    }
}
