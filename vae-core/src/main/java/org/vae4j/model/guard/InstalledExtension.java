package org.vae4j.model.guard;

import java.io.IOException;
import java.io.Serializable;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vae4j.extension.Extension;

/**
 * An extension on the class path, as the record of a run names it.
 *
 * @param jar the file name of its jar, or of its folder
 * @param sha256 SHA-256 of the jar in hexadecimal digits; {@code folder} for a folder
 * @param services the names of the classes that it registers, by the name of their service
 * @param classes the names of further classes that its {@link ModelExtension} declares
 */
public record InstalledExtension(String jar, String sha256, Map<String, List<String>> services, Set<String> classes) {

    /** Copies the names and sorts them. */
    public InstalledExtension {
        services = new TreeMap<>(services);
        classes = new TreeSet<>(classes);
    }

    /**
     * Finds all extensions, by the current thread's class loader.
     *
     * @return the extensions, often none
     * @throws IOException when an extension can't be read, or declares classes of another jar
     */
    public static List<InstalledExtension> all() throws IOException {
        Map<String, Set<String>> declared = new TreeMap<>();
        for (ModelExtension extension : declared()) {
            declared.put(extension.getClass().getName(), names(extension));
        }
        List<InstalledExtension> found = new ArrayList<>();
        for (ExtensionFile file : ExtensionFile.all()) {
            Set<String> classes = file.services().getOrDefault(ModelExtension.class.getName(), List.of()).stream()
                    .flatMap(extension -> declared.getOrDefault(extension, Set.of()).stream())
                    .collect(Collectors.toSet());
            found.add(new InstalledExtension(
                    file.path().getFileName().toString(), file.sha256(), file.services(), classes));
        }
        return found;
    }

    /** The names of all classes that extensions add to those allowed in model files. */
    static Set<String> admitted() throws IOException {
        Set<String> names = new TreeSet<>();
        for (ModelExtension extension : declared()) {
            names.addAll(names(extension));
        }
        for (ExtensionFile file : ExtensionFile.all()) {
            file.services().values().stream()
                    .flatMap(List::stream)
                    .filter(InstalledExtension::isPartOfModels)
                    .forEach(names::add);
        }
        return names;
    }

    /** Whether a registered class can be part of a model; studies and callbacks, for example, cannot. */
    private static boolean isPartOfModels(String name) {
        try {
            Class<?> type = Class.forName(name, false, Thread.currentThread().getContextClassLoader());
            return Extension.class.isAssignableFrom(type) && Serializable.class.isAssignableFrom(type);
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static List<ModelExtension> declared() throws IOException {
        try {
            return ServiceLoader.load(ModelExtension.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError | LinkageError e) {
            throw broken(e);
        }
    }

    private static Set<Class<?>> classesOf(ModelExtension extension) throws IOException {
        try {
            return Set.copyOf(extension.classes());
        } catch (RuntimeException | LinkageError e) {
            throw broken(e);
        }
    }

    private static IOException broken(Throwable cause) {
        return new IOException(
                "found an extension that does not load (" + cause.toString().replaceAll("\\s+", " ")
                        + "), expected a public class with a public constructor without parameters that was built for"
                        + " this version: mend its jar, or take it off the class path",
                cause);
    }

    private static Set<String> names(ModelExtension extension) throws IOException {
        URL own = source(extension.getClass());
        Set<Class<?>> classes = classesOf(extension);
        for (Class<?> type : classes) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            // Compared as texts, since URL.equals may ask a name server.
            if (source == null || !source.getLocation().toString().equals(own.toString())) {
                throw new IOException("found the extension "
                        + extension.getClass().getName() + " that declares "
                        + type.getName() + ", expected classes of its own jar only: mend it, or take its jar off the"
                        + " class path");
            }
        }
        return classes.stream().map(Class::getName).collect(Collectors.toSet());
    }

    private static URL source(Class<?> type) throws IOException {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new IOException("found the extension " + type.getName()
                    + " in no jar and no folder, expected one on the class path: put it there");
        }
        return source.getLocation();
    }
}
