package org.vae4j.objective.term;

import org.vae4j.objective.ImportanceWeightedReducer;
import org.vae4j.objective.Reducer;
import org.vae4j.objective.Term;
import org.vae4j.schedule.Constant;

/** A capacity beside a bound that has the divergence by its draws. */
class SampledCapacityTermTest extends TermContract {

    @Override
    protected Term term() {
        return new CapacityTerm(2, new Constant(9), CapacityTerm.Of.BATCH);
    }

    @Override
    protected Reducer reducer() {
        return new ImportanceWeightedReducer();
    }
}
