/**
 * What stands between a file from a stranger and DL4J's reader, which trusts whatever it is given: it runs Java
 * deserialisation on an entry of the zip, makes objects of the classes that the JSON names, and allocates what a header
 * declares.
 *
 * <p>Start at {@link org.vae4j.model.guard.ModelFileGuard}; {@link org.vae4j.model.guard.ModelExtension} is how classes
 * of the user's own get past it. Imports {@code extension}.
 */
package org.vae4j.model.guard;
