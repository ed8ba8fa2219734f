/**
 * Studies: a study is an experiment class that a person runs by name.
 *
 * <p>Start at {@link org.vae4j.experiment.study.Study}; {@link org.vae4j.experiment.study.catalog.Studies} lists them
 * all, and each lives in the room of its computations. Imports {@code config} and {@code run}.
 */
package org.vae4j.experiment.study;
