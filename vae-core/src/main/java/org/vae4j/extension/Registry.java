package org.vae4j.extension;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The prototypes of all implementations of a seam, by their names: those of this library first, then those of other
 * jars, both in alphabetical order.
 *
 * @param <T> the seam
 */
public final class Registry<T extends Extension> {

    /** The package of this library's own implementations. */
    private static final String OWN_PACKAGE = "org.vae4j.";

    /**
     * The implementations that a seam's own class loader offers. That class path does not change while the program runs
     * and the prototypes are immutable, so each seam is looked up once: a look-up opens every jar, and a configuration
     * needs dozens of them.
     */
    private static final ClassValue<List<Object>> OFFERED_BESIDE_THE_SEAM = new ClassValue<>() {
        @Override
        protected List<Object> computeValue(Class<?> seam) {
            List<Object> offered = new ArrayList<>();
            ServiceLoader.load(seam, seam.getClassLoader()).forEach(offered::add);
            return List.copyOf(offered);
        }
    };

    private final Class<T> seam;
    private final Map<String, T> prototypes = new LinkedHashMap<>();

    private Registry(Class<T> seam, Stream<? extends T> inOrder) {
        this.seam = seam;
        inOrder.forEach(this::add);
    }

    /**
     * Finds the implementations on the class path.
     *
     * @param <T> the seam
     * @param seam the interface under which {@code META-INF/services} lists the implementations
     * @return the registry
     * @throws BrokenExtensionException when a listed class cannot be instantiated, or two classes have one name
     */
    public static <T extends Extension> Registry<T> of(Class<T> seam) {
        return of(seam, found(seam));
    }

    /**
     * Finds the implementations on the class path, with this library's own in the order in which they are listed.
     *
     * @param <T> the seam
     * @param seam the interface under which {@code META-INF/services} lists the implementations
     * @return the registry
     * @throws BrokenExtensionException when a listed class cannot be instantiated, or two classes have one name
     */
    public static <T extends Extension> Registry<T> asListed(Class<T> seam) {
        List<T> found = found(seam);
        return new Registry<>(
                seam,
                Stream.concat(
                        found.stream().filter(Registry::isOwn),
                        found.stream().filter(part -> !isOwn(part)).sorted(Comparator.comparing(Extension::name))));
    }

    private static <T extends Extension> List<T> found(Class<T> seam) {
        List<T> found = new ArrayList<>();
        try {
            OFFERED_BESIDE_THE_SEAM.get(seam).forEach(part -> found.add(seam.cast(part)));
            if (Thread.currentThread().getContextClassLoader() != seam.getClassLoader()) {
                ServiceLoader.load(seam).stream()
                        .filter(p -> found.stream().noneMatch(part -> part.getClass() == p.type()))
                        .map(ServiceLoader.Provider::get)
                        .toList()
                        .forEach(found::add);
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new BrokenExtensionException(
                    "found an extension that cannot be made, expected a public class with a public constructor without"
                            + " arguments: " + e.getMessage(),
                    e);
        }
        return found;
    }

    /** A registry of given prototypes, for tests. */
    static <T extends Extension> Registry<T> of(Class<T> seam, Collection<? extends T> found) {
        Comparator<T> ownFirst = Comparator.comparing(part -> !isOwn(part));
        return new Registry<>(seam, found.stream().sorted(ownFirst.thenComparing(Extension::name)));
    }

    private void add(T part) {
        T other = prototypes.putIfAbsent(part.name(), part);
        if (other != null) {
            throw new BrokenExtensionException("found two extensions with the name '" + part.name() + "', "
                    + other.getClass().getName() + " in " + jar(other) + " and "
                    + part.getClass().getName() + " in " + jar(part)
                    + ", expected one: rename one of them or take its jar off the class path");
        }
    }

    private static boolean isOwn(Extension part) {
        return part.getClass().getName().startsWith(OWN_PACKAGE);
    }

    private static String jar(Extension part) {
        return Optional.ofNullable(part.getClass().getProtectionDomain().getCodeSource())
                .map(CodeSource::getLocation)
                .map(Objects::toString)
                .orElse("the Java runtime");
    }

    /** {@return the interface that the prototypes implement} */
    public Class<T> seam() {
        return seam;
    }

    /** {@return the names, in the registry's order} */
    public Set<String> names() {
        return Collections.unmodifiableSet(prototypes.keySet());
    }

    /** {@return the prototypes, in the registry's order} */
    public List<T> prototypes() {
        return List.copyOf(prototypes.values());
    }

    /**
     * The prototype with a name, if there is one.
     *
     * @param name a word from a configuration
     * @return the prototype; empty if no extension has this name
     */
    public Optional<T> find(String name) {
        return Optional.ofNullable(prototypes.get(name));
    }

    /**
     * The prototype with a name.
     *
     * @param name a word from a configuration
     * @return the prototype
     * @throws IllegalArgumentException when no extension has this name; the message has all names and the nearest one
     */
    public T get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(NearestWord.message(name, names())));
    }
}
