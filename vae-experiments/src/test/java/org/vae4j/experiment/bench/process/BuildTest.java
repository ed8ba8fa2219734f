package org.vae4j.experiment.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {

    @TempDir
    Path folder;

    private void writeJar(String name, String entry) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            jar.putNextEntry(new JarEntry(entry));
        }
    }

    @Test
    void mainClassIsFoundInAnyPackage() throws IOException {
        writeJar("vae-experiments-0.1.0.jar", "org/vae4j/experiment/bench/ContenderProcess.class");
        writeJar("vae-experiments-0.1.0-sources.jar", "x");

        Build build = Build.in(folder);

        assertThat(build.mainClass()).isEqualTo("org.vae4j.experiment.bench.ContenderProcess");
        assertThat(build.classPath()).endsWith("vae-experiments-0.1.0.jar");
    }

    @Test
    void folderWithoutAJarIsRefused() {
        assertThatThrownBy(() -> Build.in(folder)).hasMessageStartingWith("found 0 jars vae-experiments-*.jar in");
    }

    @Test
    void jarWithoutABenchmarkIsRefused() throws IOException {
        writeJar("vae-experiments-0.1.0.jar", "x");
        assertThatThrownBy(() -> Build.in(folder)).hasMessageEndingWith("expected a later build");
    }

    @Test
    void ownBuildHasTheClassPathOfThisProcess() {
        assertThat(Build.own().mainClass()).isEqualTo(ContenderProcess.class.getName());
        assertThat(Build.own().classPath()).contains("vae-experiments");
    }
}
