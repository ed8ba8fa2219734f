package org.vae4j.latent.bijection;

class PlanarFlowTest extends BijectionContract {

    @Override
    protected Bijection bijection(int latent) {
        return new PlanarFlow(3);
    }
}
