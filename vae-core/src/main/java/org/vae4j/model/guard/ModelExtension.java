package org.vae4j.model.guard;

import java.util.Set;

/**
 * A jar's declaration that further classes of its own may stand in model files, such as layers. A class that the jar
 * registers at a seam (a likelihood, a term, a prior, …) may stand in them without one.
 *
 * <p>A model file names classes, of which DL4J makes objects, so {@link ModelFileGuard} admits this library's and
 * DL4J's classes and those that an extension on the class path registers or declares. An implementation is public, has
 * a public constructor without parameters, and is named in the jar's file
 * {@code META-INF/services/org.vae4j.model.guard.ModelExtension} (or by {@code provides} in its module). Only classes
 * of the same jar (or folder of classes) as the implementation are admitted: no extension can open the door to another
 * jar's classes.
 *
 * <pre>{@code
 * public final class MyExtension implements ModelExtension {
 *     public Set<Class<?>> classes() {
 *         return Set.of(MyLayer.class);
 *     }
 * }
 * }</pre>
 */
public interface ModelExtension {

    /**
     * What models that use this jar name.
     *
     * @return every class that may stand in a model file, nested ones too
     */
    Set<Class<?>> classes();
}
