package org.vae4j.model.guard;

import java.util.Set;

/**
 * A jar's declaration of further classes that model files may name, such as layers. Classes that the jar registers as a
 * service of this library (a likelihood, a term, a prior, …) need no declaration.
 *
 * <p>DL4J instantiates the classes that a model file names. {@link ModelFileGuard} therefore admits only classes of
 * this library and of DL4J, and those that an extension on the class path registers or declares. An implementation is
 * public, has a public constructor without parameters, and is named in the jar's file
 * {@code META-INF/services/org.vae4j.model.guard.ModelExtension} (or by {@code provides} in its module). It may declare
 * only classes of its own jar (or folder of classes), so that it cannot admit classes of other jars.
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
     * The classes that models with parts of this jar name.
     *
     * @return every class that may be named in a model file, including nested ones
     */
    Set<Class<?>> classes();
}
