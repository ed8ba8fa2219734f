/**
 * Trained models for other tools: their weights as a safetensors file.
 *
 * <p>Start at {@link org.vae4j.experiment.use.export.ModelExport}; {@code docs/export.md} describes the file.
 */
package org.vae4j.experiment.use.export;
