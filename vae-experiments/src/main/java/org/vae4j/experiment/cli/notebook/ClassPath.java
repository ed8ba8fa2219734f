package org.vae4j.experiment.cli.notebook;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vae4j.experiment.config.ExtensionLoader;

/** The class path of this process, in which the jars that manifests refer to are listed, for another Java process. */
final class ClassPath {

    private ClassPath() {}

    static String ofThisProcess() {
        return expanded(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
    }

    /** The class path of this process with the jars of {@code --extension} behind it. */
    static String withExtensions() {
        return Stream.concat(
                        Stream.of(ofThisProcess()),
                        ExtensionLoader.jars().stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Joins entries with the jars that their manifests refer to, each once, as absolute paths. */
    static String expanded(List<String> entries) {
        Set<Path> all = new LinkedHashSet<>();
        entries.stream()
                .filter(entry -> !entry.isEmpty())
                .forEach(entry -> add(Path.of(entry).toAbsolutePath().normalize(), all));
        return String.join(File.pathSeparator, all.stream().map(Path::toString).toList());
    }

    private static void add(Path entry, Set<Path> all) {
        if (!Files.exists(entry) || !all.add(entry) || Files.isDirectory(entry)) {
            return;
        }
        try (JarFile jar = new JarFile(entry.toFile())) {
            Optional.ofNullable(jar.getManifest())
                    .map(Manifest::getMainAttributes)
                    .map(attributes -> attributes.getValue(Attributes.Name.CLASS_PATH))
                    .ifPresent(names -> {
                        for (String name : names.strip().split("\\s+")) {
                            add(Path.of(entry.toUri().resolve(URI.create(name))), all);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + entry, e);
        }
    }
}
