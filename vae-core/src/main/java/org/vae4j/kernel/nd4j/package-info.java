/**
 * The kernels as plain ND4J operations: for every backend and both precisions, and what those of the CPU are tested
 * against.
 *
 * <p>Start at {@link org.vae4j.kernel.nd4j.Nd4jKernels}.
 */
package org.vae4j.kernel.nd4j;
