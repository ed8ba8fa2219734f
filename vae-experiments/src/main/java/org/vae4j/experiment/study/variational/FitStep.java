package org.vae4j.experiment.study.variational;

/**
 * One step of fitting q to a posterior.
 *
 * @param step 0 before the first update
 * @param q the approximation at this step
 * @param reverseKlNats KL(q || p(z|x)), on the grid
 * @param forwardKlNats KL(p(z|x) || q), on the grid
 * @param elboNats the evidence lower bound of q, by quadrature under q and without the grid
 */
public record FitStep(int step, Approximation q, double reverseKlNats, double forwardKlNats, double elboNats) {}
