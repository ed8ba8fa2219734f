package org.vae4j.experiment.bench.scale.unit;

/** Something to be done again and again, one unit at a time. */
public interface Workload {

    /** {@return the floating-point operations of the matrix products of one unit} */
    double flops();

    /**
     * Makes what a unit needs.
     *
     * @return does one unit each time
     */
    Runnable prepare();
}
