/**
 * The numerical backend: whether the CPU or a GPU computes, with which library and how many threads.
 *
 * <p>Start at {@link org.vae4j.experiment.run.backend.Backend}. Imports {@code config} and {@code rundir}.
 */
package org.vae4j.experiment.run.backend;
