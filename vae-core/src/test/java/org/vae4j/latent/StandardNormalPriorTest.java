package org.vae4j.latent;

import org.vae4j.latent.prior.StandardNormalPrior;

class StandardNormalPriorTest extends PriorContract {

    @Override
    Prior prior() {
        return new StandardNormalPrior();
    }
}
