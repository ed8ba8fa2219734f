package org.vae4j.experiment.sweep.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.study.terminal.ShellWord;
import org.vae4j.experiment.sweep.plan.ClusterConfig;

/**
 * The script of a Slurm array job. Every task runs its share of the sweep; shortly before its time limit it stops at a
 * checkpoint and requeues itself.
 *
 * @param name the name of the job
 * @param directory the directory of the sweep, absolute
 * @param runs the folder of all runs, absolute
 * @param tasks the number of tasks of the array
 * @param threads the threads of one trial
 * @param cluster the resources of a task
 * @param launcher the command {@code vae}, quoted for a shell where it needs to be
 */
record SlurmScript(
        String name, Path directory, Path runs, int tasks, int threads, ClusterConfig cluster, String launcher) {

    private static final String BODY = """

            # Slurm signals this shell only, which passes the signal on; the sweep then stops its trials at a checkpoint.
            again=no
            sweep=
            stop() {
                kill -TERM "$sweep" 2>/dev/null
            }
            trap 'again=yes; stop' USR1
            trap stop TERM INT

            @LAUNCHER@ sweep run @SWEEP@ --runs @RUNS@ --workers @WORKERS@ --task "$SLURM_ARRAY_TASK_ID/@TASKS@" &
            sweep=$!
            code=129
            # A signal to this shell ends a wait although the sweep still runs.
            while [ "$code" -gt 128 ] && kill -0 "$sweep" 2>/dev/null; do
                wait "$sweep"
                code=$?
            done
            wait "$sweep" 2>/dev/null
            ended=$?
            if [ "$ended" -ne 127 ]; then
                code=$ended
            fi
            # 130: the sweep stopped at a checkpoint; another code above 128: the signal came before Java handled it.
            if [ "$again" = yes ] && [ "$code" -gt 128 ]; then
                scontrol requeue "$SLURM_JOB_ID"
            fi
            exit "$code"
            """;

    SlurmScript {
        if (!directory.isAbsolute() || !runs.isAbsolute()) {
            throw new IllegalArgumentException("found the folders " + directory + " and " + runs
                    + ", expected absolute ones: tasks start elsewhere");
        }
        if (tasks < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "found " + tasks + " tasks and " + threads + " threads, expected at least 1 of each");
        }
    }

    /** {@return the text of the script} */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("#!/bin/sh");
        options().forEach(option -> lines.add("#SBATCH " + option));
        lines.add("");
        lines.add("# Written by vae sweep submit; task I of N does every N-th trial from the I-th on.");
        lines.add("set -u");
        lines.addAll(cluster.setup());
        lines.add(BODY.replace("@TASKS@", Integer.toString(tasks))
                .replace("@WORKERS@", Integer.toString(cluster.workers()))
                .replace("@SWEEP@", ShellWord.of(directory.toString()))
                .replace("@RUNS@", ShellWord.of(runs.toString()))
                .replace("@LAUNCHER@", launcher));
        return String.join("\n", lines);
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("--job-name=" + name);
        options.add("--array=1-" + tasks
                + (cluster.concurrent().isPresent() ? "%" + cluster.concurrent().getAsInt() : ""));
        options.add("--output=" + sbatch(directory.resolve("slurm").toString().replace("%", "%%") + "/%A_%a.txt"));
        options.add("--open-mode=append");
        options.add("--requeue");
        options.add("--signal=B:USR1@" + cluster.signalSeconds());
        options.add("--ntasks=1");
        options.add("--cpus-per-task=" + cluster.cpus().orElse(cluster.workers() * threads));
        cluster.partition().ifPresent(value -> options.add("--partition=" + value));
        cluster.account().ifPresent(value -> options.add("--account=" + value));
        cluster.time().ifPresent(value -> options.add("--time=" + value));
        cluster.memory().ifPresent(value -> options.add("--mem=" + value));
        cluster.gpus().ifPresent(value -> options.add("--gres=gpu:" + value));
        cluster.extra().forEach(option -> options.add(quoted(option)));
        return options;
    }

    /** Quotes the value of an option, so that sbatch keeps its blanks and quotes. */
    private static String quoted(String option) {
        int equals = option.indexOf('=');
        return equals < 0 ? option : option.substring(0, equals + 1) + sbatch(option.substring(equals + 1));
    }

    /** Quotes one word for sbatch, which reads quotes in its comments as a shell does. */
    static String sbatch(String value) {
        return value.matches("[A-Za-z0-9_.,:/=@%+-]*")
                ? value
                : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
