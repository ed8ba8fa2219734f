/**
 * Whether the samples of a model are new or copies of its training images.
 *
 * <p>Start at {@link org.vae4j.experiment.study.novelty.NoveltyStudy}; its defaults lie beside it as a resource.
 * Imports {@code study}, {@code study.runner}, and {@code config}, {@code rundir}, {@code run} and {@code use}.
 */
package org.vae4j.experiment.study.novelty;
