package org.vae4j.experiment.config;

/** The {@code study} section of an experiment that has no keys of its own. */
public record NoOptions() {}
