/**
 * The arithmetic of the layers, once for any backend and once for the CPU.
 *
 * <p>Start at {@link org.vae4j.kernel.Kernels}: what a layer asks for. {@code Nd4jKernels} answers with plain ND4J
 * operations and runs wherever ND4J runs; {@code CpuKernels} answers with calls of BLAS or oneDNN and with loops that
 * the JIT compiler turns into vector instructions. A {@link org.vae4j.kernel.Matrix} is what both work on. Imports
 * only {@code math}.
 */
package org.vae4j.kernel;
