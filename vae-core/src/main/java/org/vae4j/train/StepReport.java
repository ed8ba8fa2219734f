package org.vae4j.train;

import org.vae4j.objective.ElboTerms;

/**
 * What happened in one step.
 *
 * @param progress after the step
 * @param terms of the step's batch, before its update, means over the batch
 * @param epochTerms of the current epoch so far, means weighted by batch size
 */
public record StepReport(Progress progress, ElboTerms terms, ElboTerms epochTerms) {}
