package org.vae4j.latent.bijection;

class RadialFlowTest extends BijectionContract {

    @Override
    protected Bijection bijection(int latent) {
        return new RadialFlow(3);
    }

    /** In the centre of a step the second derivative jumps: the rule is of order 3 there. */
    @Override
    protected double integralTolerance() {
        return 1e-4;
    }
}
