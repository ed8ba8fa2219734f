/**
 * The commands for notebooks and interactive Java: {@code vae notebook}, {@code vae jshell} and {@code vae classpath}.
 */
package org.vae4j.experiment.cli.notebook;
