package org.vae4j.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that the tab key offers, asked of bash with the script that {@code vae completion} prints. */
class CompletionCommandTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void printsTheScript() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        Typed completion = Typed.vae("completion");
        assertThat(completion.code()).isZero();
        Files.writeString(folder.resolve("script"), completion.out());
        Path run = Files.createDirectories(folder.resolve("runs/quickstart/seed1-0123456789"));
        Files.writeString(run.resolve("config.yaml"), "experiment: quickstart\n");
    }

    /** Words as bash divides them: at blanks, and around equals signs. */
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
    void offersWhatFits(String typed, String offered) throws Exception {
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
}
