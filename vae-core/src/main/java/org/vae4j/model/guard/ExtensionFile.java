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
 * A jar, or a folder of classes, that registers classes of its own at seams of this library: by files {@code
 * META-INF/services/org.vae4j.…} that name classes of the same jar.
 *
 * @param path the jar or the folder
 * @param services the registered classes of this jar by the seam's name; nothing that begins with {@code org.vae4j}
 */
record ExtensionFile(Path path, Map<String, List<String>> services) {

    private static final String OURS = "org.vae4j.";
    private static final String FOLDER = "folder";

    /** Those of the current thread's class path, in its order. */
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
            // Not on a disk: no extension that a run could record.
            return Stream.empty();
        }
    }

    private static ExtensionFile of(Path path) throws IOException {
        Map<String, List<String>> foreign = new TreeMap<>();
        ServiceFiles.in(path).forEach((seam, classes) -> {
            List<String> others = classes.stream()
                    .filter(name -> !name.startsWith(OURS))
                    .sorted()
                    .toList();
            if (!others.isEmpty()) {
                foreign.put(seam, others);
            }
        });
        return new ExtensionFile(path, foreign);
    }

    /** The SHA-256 in hexadecimal digits, or {@code folder}. */
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
