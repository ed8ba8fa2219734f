package org.vae4j.model.guard;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A {@link ModelExtension} that the class path has, as a record of a run names it.
 *
 * @param extension the class that declares it
 * @param jar where it was found: a jar's file name, or a folder's
 * @param sha256 of the jar in hexadecimal digits, or {@code folder} where classes lie in one
 * @param classes the names of the classes that it contributes
 */
public record InstalledExtension(String extension, String jar, String sha256, Set<String> classes) {

    private static final String FOLDER = "folder";

    /** Keeps the names in their order. */
    public InstalledExtension {
        classes = new TreeSet<>(classes);
    }

    /**
     * All that there are, as the current thread's class loader finds them.
     *
     * @return none on most computers
     * @throws IOException when one can't be read, or declares what it may not
     */
    public static List<InstalledExtension> all() throws IOException {
        List<InstalledExtension> found = new ArrayList<>();
        for (ModelExtension extension : declared()) {
            Path jar = path(source(extension.getClass()));
            found.add(new InstalledExtension(
                    extension.getClass().getName(),
                    jar.getFileName().toString(),
                    Files.isDirectory(jar) ? FOLDER : sha256(jar),
                    names(extension)));
        }
        return found;
    }

    /** The names of the classes that extensions contribute. */
    static Set<String> admitted() throws IOException {
        Set<String> names = new TreeSet<>();
        for (ModelExtension extension : declared()) {
            names.addAll(names(extension));
        }
        return names;
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
            // As texts: a URL's own comparison asks the name server.
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

    private static Path path(URL source) throws IOException {
        try {
            return Path.of(source.toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("found an extension in " + source + ", expected a jar on a disk: copy it there", e);
        }
    }

    private static String sha256(Path jar) throws IOException {
        try (InputStream file = Files.newInputStream(jar)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(file, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
