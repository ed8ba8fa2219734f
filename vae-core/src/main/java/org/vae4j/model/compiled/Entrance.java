package org.vae4j.model.compiled;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Values that enter a network at one of its vertices, in place of what the vertex would compute.
 *
 * @param vertex name of the vertex
 * @param value its activations, {@code [rows, columns]}
 */
public record Entrance(String vertex, INDArray value) {}
