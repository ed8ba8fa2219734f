package org.vae4j.experiment.config;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipFile;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * The class loader of the jars that a command line names by {@code --extension}. It is the context class loader of the
 * command's thread and of the threads that it starts, so that registries, model files and provenance see the classes in
 * the jars.
 */
public final class ExtensionLoader extends URLClassLoader {

    private final List<Path> jars;

    private ExtensionLoader(List<Path> jars, URL[] urls, ClassLoader parent) {
        super(urls, parent);
        this.jars = List.copyOf(jars);
    }

    /**
     * Makes a loader whose parent is the context class loader of the current thread.
     *
     * @param jars jars or folders of classes
     * @return the loader, to be set as the thread's context class loader
     * @throws ConfigException when a file does not exist, or is no jar
     */
    public static ExtensionLoader of(List<Path> jars) {
        List<Path> absolute = new ArrayList<>();
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            if (!Files.isReadable(jar)) {
                throw new ConfigException(
                        "--extension: found no file " + jar + ", expected a jar or a folder of classes: mend its path");
            }
            requireJar(jar);
            Path path = jar.toAbsolutePath().normalize();
            absolute.add(path);
            try {
                urls.add(path.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new ConfigException("--extension: found " + jar + ", expected a path of a file", e);
            }
        }
        return new ExtensionLoader(
                absolute, urls.toArray(URL[]::new), Thread.currentThread().getContextClassLoader());
    }

    /** Refuses files that are no jars; Java itself would find no class in them and say nothing. */
    private static void requireJar(Path jar) {
        if (Files.isDirectory(jar)) {
            return;
        }
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.size();
        } catch (IOException e) {
            throw new ConfigException(
                    "--extension: found " + jar + ", which is no jar (" + e.getMessage()
                            + "), expected a jar or a folder of classes: mend its path, or build it again",
                    e);
        }
    }

    /**
     * Lists the jars for the class paths of processes that this process starts.
     *
     * @return absolute paths, in the order in which they were named; empty without {@code --extension}
     */
    public static List<Path> jars() {
        List<Path> all = new ArrayList<>();
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        for (; loader != null; loader = loader.getParent()) {
            if (loader instanceof ExtensionLoader extensions) {
                all.addAll(0, extensions.jars);
            }
        }
        return all;
    }
}
