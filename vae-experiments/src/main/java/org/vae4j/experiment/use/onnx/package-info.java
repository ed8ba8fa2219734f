/**
 * Trained models as ONNX files: encoder and decoder apart, for every program that runs such.
 *
 * <p>Start at {@link org.vae4j.experiment.use.onnx.OnnxExport}; {@code docs/export.md} describes the files. The
 * format's own classes, which ND4J ships, write them. Imports {@code run.trained} and the core.
 */
package org.vae4j.experiment.use.onnx;
