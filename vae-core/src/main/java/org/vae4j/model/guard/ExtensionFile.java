package org.vae4j.model.guard;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vae4j.extension.ServiceFiles;

/**
 * A jar, or a folder of classes, that extends this library: its files {@code META-INF/services/org.vae4j.…} name
 * classes of the same jar that implement the service.
 *
 * @param path the jar or the folder
 * @param services the names of the registered classes by the name of their service; those of this library are left out
 */
record ExtensionFile(Path path, Map<String, List<String>> services) {

    private static final String LIBRARY = "org.vae4j.";
    private static final String FOLDER = "folder";

    /** The extensions on the class path and on those of the current thread's class loaders, in this order. */
    static List<ExtensionFile> all() throws IOException {
        List<ExtensionFile> found = new ArrayList<>();
        for (Path path : classPath()) {
            ExtensionFile file = of(path);
            if (!file.services.isEmpty()) {
                found.add(file);
            }
        }
        return found;
    }

    private static Set<Path> classPath() {
        Set<Path> paths = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            paths.add(Path.of(entry).toAbsolutePath());
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (; loader != null; loader = loader.getParent()) {
            if (loader instanceof URLClassLoader urls) {
                Stream.of(urls.getURLs()).flatMap(ExtensionFile::path).forEach(paths::add);
            }
        }
        return paths;
    }

    private static Stream<Path> path(URL url) {
        try {
            return Stream.of(Path.of(url.toURI()));
        } catch (URISyntaxException | RuntimeException e) {
            // Not a file, so a run could not record it as an extension.
            return Stream.empty();
        }
    }

    private static ExtensionFile of(Path path) throws IOException {
        Map<String, List<String>> foreign = new TreeMap<>();
        ServiceFiles.in(path).forEach((seam, classes) -> {
            List<String> others = classes.stream()
                    .filter(name -> !name.startsWith(LIBRARY))
                    .sorted()
                    .toList();
            if (!others.isEmpty()) {
                foreign.put(seam, others);
            }
        });
        return new ExtensionFile(path, foreign);
    }

    /** The SHA-256 of a jar in hexadecimal digits; {@code folder} for a folder. */
    String sha256() throws IOException {
        if (Files.isDirectory(path)) {
            return FOLDER;
        }
        try (InputStream file = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(file, digest).transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
