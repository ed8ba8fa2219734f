package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks bash and zsh for the words that the tab key offers, with the script that {@code vae completion} prints. */
class CompletionCommandTest {

    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeTheScriptAndARun() throws IOException {
        Typed completion = Typed.vae("completion");
        assertThat(completion.code()).isZero();
        Files.writeString(folder.resolve("script"), completion.out());
        Path run = Files.createDirectories(folder.resolve("runs/quickstart/seed1-0123456789"));
        Files.writeString(run.resolve("config.yaml"), "experiment: quickstart\n");
    }

    /** The words are given as bash splits them: at blanks, and around equals signs. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vae des                            | describe",
                "vae run quicks                     | quickstart",
                "vae run quickstart training.learn  | training.learningRate=",
                "vae run quickstart model.prior =   | vamp",
                "vae run quickstart model.prior = v | vamp",
                "vae run quickstart data.name = fash | fashion-mnist",
                "vae run quickstart runtime.backend = c | cuda",
                "vae run quickstart model.prior=va  | model.prior=vamp",
                "vae run quickstart --thr           | --threads",
                "vae describe beta-tc               | beta-tcvae",
                "vae describe model.lat             | model.latent",
                "vae data fetch kmn                 | kmnist",
                "vae sample runs/                   | runs/quickstart/seed1-0123456789",
                "vae report runs/quick              | runs/quickstart/seed1-0123456789",
                "vae sweep plan latent              | latent-dimension-sweep",
            })
    void bashOffersTheMatchingWord(String typed, String offered) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        String[] words = typed.split(" +");
        Process bash = new ProcessBuilder(
                        "/bin/bash",
                        "-c",
                        "source ./script; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                                + (words.length - 1) + "; _vae_complete 2>/dev/null; echo \"${COMPREPLY[@]}\"")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        assertThat(answer.strip().split(" +")).contains(offered);
    }

    /**
     * A script for zsh that starts an interactive shell on a pseudo terminal, presses the tab key behind each line of
     * the file {@code typed}, and writes the completed lines, each ended by a bar, to the file {@code completed}.
     */
    private static final String TAB_IN_ZSH = """
            zmodload zsh/zpty
            zpty shell 'TERM=dumb zsh -f -i'
            zpty -w shell 'source ./script; tab() { zle complete-word; print -r -- "$BUFFER|" >> completed; zle kill-whole-line; zle -M d""one; }; zle -N tab; bindkey "^X" tab; vae() { :; }; print rea""dy'
            zpty -r shell said '*ready*'
            while IFS= read -r line; do
              zpty -w -n shell "$line"$'\\x18'
              zpty -r shell said '*done*'
            done < typed
            zpty -d shell
            """;

    /** A blank follows a complete word, but not the equals sign of a key, behind which its value is typed. */
    @Test
    void zshCompletesWordsKeysAndValues() throws Exception {
        Optional<Path> zsh = Stream.of("/bin/zsh", "/usr/bin/zsh", "/usr/local/bin/zsh")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(zsh.isPresent(), "there is no zsh");
        Map<String, String> completed = new LinkedHashMap<>();
        completed.put("vae des", "vae describe ");
        completed.put("scripts/vae run quicks", "scripts/vae run quickstart ");
        completed.put("vae run quickstart training.learn", "vae run quickstart training.learningRate=");
        completed.put("vae run quickstart model.prior=va", "vae run quickstart model.prior=vamp ");
        completed.put("vae run quickstart data.name=fash", "vae run quickstart data.name=fashion-mnist ");
        completed.put("vae run quickstart --thr", "vae run quickstart --threads ");
        completed.put("vae describe beta-tc", "vae describe beta-tcvae ");
        completed.put("vae data fetch kmn", "vae data fetch kmnist ");
        completed.put("vae sample runs/", "vae sample runs/quickstart/seed1-0123456789 ");
        completed.put("vae report typ", "vae report typed ");
        Files.write(folder.resolve("typed"), completed.keySet());
        Files.writeString(folder.resolve("tab.zsh"), TAB_IN_ZSH);
        ProcessBuilder shell = new ProcessBuilder(zsh.get().toString(), "-f", "tab.zsh").directory(folder.toFile());
        shell.environment().put("ZDOTDIR", folder.toString());
        Process process = shell.redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as(Files.readString(folder.resolve("said"))).isTrue();
        assertThat(Files.readAllLines(folder.resolve("completed")))
                .containsExactlyElementsOf(
                        completed.values().stream().map(line -> line + "|").toList());
    }
}
