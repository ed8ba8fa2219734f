/**
 * Scalars that change while a model is trained: learning rates, weights of a term, temperatures, capacities.
 *
 * <p>A {@link org.vae4j.schedule.Schedule} is a pure function of the numbers of updates and epochs done, so that
 * nothing of it has to be saved, and a record that model files keep.
 */
package org.vae4j.schedule;
