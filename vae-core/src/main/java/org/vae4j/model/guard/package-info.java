/**
 * Checks of model files before DL4J reads them. DL4J's reader trusts its input: it runs Java deserialisation on an
 * entry of the zip file, instantiates the classes that the JSON names, and allocates the sizes that a header declares.
 *
 * <p>Start at {@link org.vae4j.model.guard.ModelFileGuard}; {@link org.vae4j.model.guard.ModelExtension} admits classes
 * of the user's own. Imports {@code extension}.
 */
package org.vae4j.model.guard;
