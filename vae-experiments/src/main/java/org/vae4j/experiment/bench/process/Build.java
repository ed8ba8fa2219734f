package org.vae4j.experiment.bench.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * A build of this project from which contenders can be started.
 *
 * @param classPath the class path of the build
 * @param mainClass the class whose {@code main} runs a contender; its package differs between versions
 */
public record Build(String classPath, String mainClass) {

    private static final String MAIN_CLASS_FILE = "/ContenderProcess.class";

    /** {@return the build that is running} */
    public static Build own() {
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new Build(
                path.replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                ContenderProcess.class.getName());
    }

    /**
     * Finds the build in a folder with {@code vae-experiments-*.jar}, whose manifest names the other jars.
     *
     * @param folder the folder, such as {@code vae-experiments/target}
     * @return the build
     * @throws IOException if there is no such jar, or it has no benchmark
     */
    public static Build in(Path folder) throws IOException {
        Path jar = jar(folder);
        try (JarFile classes = new JarFile(jar.toFile())) {
            String main = classes.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(MAIN_CLASS_FILE))
                    .findFirst()
                    .orElseThrow(() -> new IOException("found no benchmark in " + jar + ", expected a later build"));
            return new Build(
                    jar.toString(),
                    main.substring(0, main.length() - ".class".length()).replace('/', '.'));
        }
    }

    private static Path jar(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> jars = files.filter(file -> file.getFileName().toString().matches("vae-experiments-.*\\.jar"))
                    .filter(file -> !file.toString().matches(".*-(sources|javadoc|tests)\\.jar"))
                    .toList();
            if (jars.size() != 1) {
                throw new IOException("found " + jars.size() + " jars vae-experiments-*.jar in " + folder
                        + ", expected one: build it by mvn package");
            }
            return jars.get(0).toAbsolutePath();
        }
    }
}
