/**
 * Models whose weights another program has written: a safetensors file becomes a run that every command can use.
 *
 * <p>Start at {@link org.vae4j.experiment.use.imported.ModelImport}; {@code docs/export.md} describes the files.
 */
package org.vae4j.experiment.use.imported;
