package org.vae4j.extension;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ProviderNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/** The files {@code META-INF/services/org.vae4j.…} of a jar or a folder of classes. */
public final class ServiceFiles {

    private static final String SERVICES = "META-INF/services";
    private static final String SEAMS = "org.vae4j.";

    private ServiceFiles() {}

    /**
     * Reads the files of a jar or a folder, without loading a class.
     *
     * @param path a jar or a folder of classes; a path that does not exist has no files
     * @return the names of the registered classes of this jar or folder, by the names of their seams
     * @throws IOException when the path is a file but not a jar, or cannot be read
     */
    public static Map<String, List<String>> in(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return read(path);
        }
        if (!Files.isRegularFile(path)) {
            return Map.of();
        }
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
            return read(jar.getPath("/"));
        } catch (ProviderNotFoundException | ZipException e) {
            throw new IOException(
                    "found " + path + " on the class path, expected a jar or a folder of classes: take it off", e);
        }
    }

    private static Map<String, List<String>> read(Path root) throws IOException {
        Path folder = root.resolve(SERVICES);
        Map<String, List<String>> services = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return services;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String seam = file.getFileName().toString();
                List<String> own = seam.startsWith(SEAMS) ? providers(root, file) : List.of();
                if (!own.isEmpty()) {
                    services.put(seam, own);
                }
            }
        }
        return services;
    }

    /** Reads a file in the format of {@link java.util.ServiceLoader}, and leaves out classes of other jars. */
    private static List<String> providers(Path root, Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(name -> !name.isEmpty())
                .filter(name -> Files.isRegularFile(root.resolve(name.replace('.', '/') + ".class")))
                .toList();
    }
}
