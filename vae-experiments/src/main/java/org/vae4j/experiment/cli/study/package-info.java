/**
 * Commands that list, describe, run, resume and reproduce studies.
 *
 * <p>Start at {@link org.vae4j.experiment.cli.study.RunCommand}. Imports {@code cli.option}, {@code study},
 * {@code reproduce} and what these are made of.
 */
package org.vae4j.experiment.cli.study;
