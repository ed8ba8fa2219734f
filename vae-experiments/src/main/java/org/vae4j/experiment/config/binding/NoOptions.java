package org.vae4j.experiment.config.binding;

/** The section {@code study} of an experiment that has no keys of its own. */
public record NoOptions() {}
