package org.vae4j.objective.term;

import org.vae4j.objective.Term;
import org.vae4j.schedule.Constant;

/** A capacity compared with the divergence of each example; they lie to both sides of it. */
class ExampleCapacityTermTest extends TermContract {

    @Override
    protected Term term() {
        return new CapacityTerm(2, new Constant(1.5), CapacityTerm.Of.EXAMPLE);
    }
}
