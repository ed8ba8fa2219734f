/**
 * The arithmetic of the layers, once for any backend and once for the CPU.
 *
 * <p>Start at {@link org.vae4j.kernel.Kernels}: what a layer asks for. The room {@code nd4j} answers with plain ND4J
 * operations and runs wherever ND4J runs; {@code cpu} answers with loops that the JIT compiler turns into vector
 * instructions, and with the products of {@code product}, which calls BLAS or oneDNN. A {@link org.vae4j.kernel.Matrix}
 * is what all work on. Imports only {@code math}.
 */
package org.vae4j.kernel;
