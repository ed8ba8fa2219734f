package org.vae4j.latent.bijection;

class PlanarFlowTest extends BijectionContract {

    @Override
    Bijection bijection(int latent) {
        return new PlanarFlow(3);
    }
}
