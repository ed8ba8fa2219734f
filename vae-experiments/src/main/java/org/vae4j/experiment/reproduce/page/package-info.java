/**
 * The page of results and the records and pictures beside it. Start at {@link
 * org.vae4j.experiment.reproduce.page.ResultsPage}.
 */
package org.vae4j.experiment.reproduce.page;
