/**
 * The command line {@code vae}: thin, every command calls one thing.
 *
 * <p>Start at {@link org.vae4j.experiment.cli.Vae}; its commands are in the rooms below, by what they are for. Imports
 * whatever it drives; nothing imports it. Listing and help load no numerical backend.
 */
package org.vae4j.experiment.cli;
