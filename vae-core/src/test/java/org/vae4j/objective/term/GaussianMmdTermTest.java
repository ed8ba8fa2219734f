package org.vae4j.objective.term;

import org.vae4j.objective.Term;

/** The discrepancy by the Gaussian kernel. */
class GaussianMmdTermTest extends TermContract {

    @Override
    protected Term term() {
        return new MmdTerm(10, new RadialBasis(0.8), 3);
    }
}
