package org.vae4j.model.foreign;

import java.util.function.Supplier;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.vae4j.layers.NoisePosition;
import org.vae4j.math.Streams;

/**
 * The numbers that a foreign vertex draws. DL4J draws from ND4J's generator of the thread, whose state no model file
 * holds; here the generator begins anew for each pass with a seed that follows from the network's seed, the vertex's
 * name and the iteration, and is as it was afterwards. So a resumed training draws what the uninterrupted one does.
 */
public final class ForeignNoise {

    private final long stream;
    private long seed;

    public ForeignNoise(long networkSeed, String vertex) {
        stream = Streams.derive(networkSeed, "foreign " + vertex);
        useEvaluation();
    }

    /** Decides what the next passes draw. */
    public void use(NoisePosition position, int iteration) {
        if (position.purpose() == NoisePosition.Purpose.TRAINING) {
            seed = Streams.at(Streams.derive(stream, "training"), iteration);
        } else {
            seed = Streams.at(
                    Streams.at(Streams.derive(stream, "evaluation"), position.seed()), position.firstExample());
        }
    }

    /** What passes draw that nobody told anything else. */
    void useEvaluation() {
        use(NoisePosition.evaluation(0), 0);
    }

    /** Runs something that may draw. */
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
