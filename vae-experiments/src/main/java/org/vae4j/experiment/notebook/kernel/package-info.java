/**
 * The kernel that Jupyter talks to, and how it is made known to it.
 *
 * <p>Start at {@link org.vae4j.experiment.notebook.kernel.KernelMain}. Needs jjava-jupyter, which speaks Jupyter's
 * protocol over ZeroMQ, and which is no dependency of the library: the launcher adds its jars to the class path for
 * {@code vae notebook}. Imports {@code notebook} and {@code api}.
 */
package org.vae4j.experiment.notebook.kernel;
