package org.vae4j.experiment.config.binding;

/** The {@code study} section of an experiment that has no keys of its own. */
public record NoOptions() {}
