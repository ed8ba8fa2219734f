package org.vae4j.experiment.sweep.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.vae4j.experiment.sweep.plan.SweepFile;

class SlurmScriptTest {

    private static final int SEEDS = 10;
    private static final int THREADS = 2;

    @Test
    void quotesPathsAndOptionsForTheShellAndForSbatch() {
        SweepFile file = SweepFile.parse("""
                experiment: quickstart
                seeds: %d
                cluster: {trialsPerTask: 4, concurrent: 2, workers: 3, time: 01:00:00, extra: ['--comment=a "b" $c']}
                """.formatted(SEEDS), "mine", "mine.yaml");
        String script = new SlurmScript(
                        file.name(),
                        Path.of("/a b/it's/sweeps/mine"),
                        Path.of("/a b/it's"),
                        file.cluster().tasksFor(SEEDS),
                        THREADS,
                        file.cluster(),
                        "vae")
                .text();
        assertThat(script)
                .contains(
                        "#SBATCH --array=1-3%2\n",
                        "#SBATCH --time=01:00:00\n",
                        "#SBATCH --cpus-per-task=6\n",
                        "#SBATCH --requeue\n",
                        "#SBATCH --comment=\"a \\\"b\\\" $c\"\n",
                        "#SBATCH --output=\"/a b/it's/sweeps/mine/slurm/%A_%a.txt\"\n",
                        "vae sweep run '/a b/it'\\''s/sweeps/mine' --runs '/a b/it'\\''s' --workers 3"
                                + " --task \"$SLURM_ARRAY_TASK_ID/3\" &");
    }
}
