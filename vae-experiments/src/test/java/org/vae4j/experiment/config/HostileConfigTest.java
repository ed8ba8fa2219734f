package org.vae4j.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.NoOptions;

/** Configurations of unknown origin can neither make objects, nor load classes, nor take all memory. */
class HostileConfigTest {

    @TempDir
    Path folder;

    private final ConfigResolver resolver =
            new ConfigResolver("lines", "{data: {}, model: {}, objective: {}, training: {}}", NoOptions.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL ['file:/tmp/']]]]",
                "name: !!java.lang.ProcessBuilder [touch, escaped]",
                "data: !!org.vae4j.experiment.config.binding.ConfigException {name: mnist}",
                "name: !<tag:yaml.org,2002:java.io.File> /tmp"
            })
    void refusesTags(String text) throws IOException {
        assertRefused(text, "found a YAML tag");
    }

    @Test
    void refusesAliases() throws IOException {
        StringBuilder laughs = new StringBuilder("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (char c = 'b'; c <= 'z'; c++) {
            char before = (char) (c - 1);
            laughs.append(c).append(": &").append(c).append(" [").append(("*" + before + ", ").repeat(8));
            laughs.append('*').append(before).append("]\n");
        }
        assertRefused(laughs.toString(), "line 2: found a YAML alias");
        assertRefused("model: &m {latent: 2}\ntraining: *m\n", "line 2: found a YAML alias");
        assertRefused("a: &a [*a]\n", "found a YAML alias");
    }

    @Test
    void refusesDeepNesting() throws IOException {
        assertRefused("[".repeat(500_000), "not YAML");
        assertRefused("a: ".repeat(10) + "{".repeat(100_000), "not YAML");
    }

    @Test
    void refusesAFileOfMoreThanAMegabyte() throws IOException {
        assertRefused("#" + " ".repeat(1 << 20), "more than 1048576 bytes");
    }

    @Test
    void refusesANumberOfManyDigits() throws IOException {
        assertRefused("seed: " + "9".repeat(100_000), "seed");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void refusesADeviceThatNeverEnds() {
        assertThatThrownBy(() -> resolver.resolve(Path.of("/dev/zero"), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("more than 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../escaped", "/etc/passwd", "a/b", "..", "a\\b", "a\u0000b", ""})
    void refusesNamesThatLeadOutOfTheRunsFolder(String name) throws IOException {
        assertRefused("name: \"" + name.replace("\\", "\\\\").replace("\u0000", "\\0") + "\"", "name: found");
    }

    @Test
    void readsPlainYaml() throws IOException {
        Path file = Files.writeString(folder.resolve("plain.yaml"), "name: plain\nmodel: {latent: 3}\n");
        assertThat(resolver.resolve(file, List.of()).model().orElseThrow().latent())
                .isEqualTo(3);
    }

    private void assertRefused(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("hostile.yaml"), text);
        assertThatThrownBy(() -> resolver.resolve(file, List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }
}
