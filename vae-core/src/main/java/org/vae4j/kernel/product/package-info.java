/**
 * Products of matrices on the CPU, by BLAS or by oneDNN, and how these libraries are found and set.
 *
 * <p>Start at {@link org.vae4j.kernel.product.Gemm}; {@link org.vae4j.kernel.product.ProductLibrary} says which library
 * multiplies, {@link org.vae4j.kernel.product.NativeSetup} sets BLAS up before it is loaded.
 */
package org.vae4j.kernel.product;
