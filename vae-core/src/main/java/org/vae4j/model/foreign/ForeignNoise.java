package org.vae4j.model.foreign;

import java.util.function.Supplier;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.layers.NoisePosition;
import org.vae4j.math.Streams;

/**
 * Makes the random numbers of a foreign vertex a function of seeds. DL4J draws from ND4J's generator of the thread,
 * whose state is not part of model files. Here each pass sets the generator to a seed that follows from the network's
 * seed, the vertex's name and the iteration, and restores its state afterwards, so that a resumed training draws the
 * same numbers as an uninterrupted one.
 */
public final class ForeignNoise {

    private final long stream;
    private long seed;

    /**
     * The noise of a vertex, at first that of evaluation.
     *
     * @param networkSeed the seed of the network
     * @param vertex name of the vertex
     */
    public ForeignNoise(long networkSeed, String vertex) {
        stream = Streams.derive(networkSeed, "foreign " + vertex);
        useEvaluation();
    }

    /** Sets the seed of the next passes. */
    public void use(NoisePosition position, int iteration) {
        if (position.purpose() == NoisePosition.Purpose.TRAINING) {
            seed = Streams.at(Streams.derive(stream, "training"), iteration);
        } else {
            seed = Streams.at(
                    Streams.at(Streams.derive(stream, "evaluation"), position.seed()), position.firstExample());
        }
    }

    /** Sets the default seed, that of an evaluation. */
    void useEvaluation() {
        use(NoisePosition.evaluation(0), 0);
    }

    /** Runs a pass with the seed, and restores the generator afterwards. */
    public <T> T draw(Supplier<T> pass) {
        Random generator = Nd4j.getRandom();
        long root = generator.rootState();
        long node = generator.nodeState();
        generator.setSeed(seed);
        try {
            return pass.get();
        } finally {
            generator.setStates(root, node);
        }
    }
}
