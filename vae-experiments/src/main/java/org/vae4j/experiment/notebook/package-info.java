/**
 * Cells of Java code, as notebooks have them: how they are evaluated and how their values are shown.
 *
 * <p>Start at {@link org.vae4j.experiment.notebook.Cells}. The kernel that Jupyter talks to is in
 * {@code notebook.kernel}, which alone needs jars that the library does not bring; everything here works without them.
 * Imports {@code api} and what that imports.
 */
package org.vae4j.experiment.notebook;
