/**
 * The kernels of the CPU, in single precision: loops over blocks that the first-level cache holds, which the JIT
 * compiler turns into vector instructions.
 *
 * <p>Start at {@link org.vae4j.kernel.cpu.CpuKernels}. One class computes one group of kernels.
 */
package org.vae4j.kernel.cpu;
