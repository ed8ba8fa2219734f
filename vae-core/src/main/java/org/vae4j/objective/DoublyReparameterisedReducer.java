package org.vae4j.objective;

/**
 * The value of {@link ImportanceWeightedReducer} with the doubly reparameterised gradient (Tucker, Lawson, Gu and
 * Maddison 2019, eq. 8), another estimate of the same expectation whose signal does not drown in noise as K grows: the
 * same for the decoder, but to the encoder it goes by way of z alone, with w̃² in place of w̃. In general its weight is
 * w̃ (1 - β + β w̃), by the same derivation. With one draw that is the path derivative (Roeder, Wu and Duvenaud 2017).
 */
public record DoublyReparameterisedReducer() implements Reducer {

    @Override
    public String name() {
        return "iwae_dreg";
    }

    @Override
    public int boundDraws(int draws) {
        return draws;
    }

    @Override
    public boolean weighsPaths() {
        return true;
    }

    @Override
    public boolean differentiatesValue() {
        return false;
    }

    @Override
    public void reduce(LatentBatch batch, double beta) {
        ImportanceWeights.weigh(batch, beta);
        for (int r = 0; r < batch.rows(); r++) {
            double weight = batch.rowWeights()[r];
            batch.pathWeights()[r] = 1 - beta + beta * weight;
            batch.ratioPath()[r] = -beta * weight;
        }
    }
}
