package org.vae4j.experiment.sweep.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How a sweep runs on a cluster.
 *
 * @param tasks of the array job, at least 1; absent: as many as {@code trialsPerTask} asks for
 * @param trialsPerTask how many trials one task works through, at least 1
 * @param concurrent tasks that run at a time, at least 1; absent: as many as the cluster gives
 * @param workers trials at a time within one task, at least 1
 * @param partition where; absent: the cluster's default
 * @param account who pays; absent: the user's default
 * @param time limit of one task, such as 04:00:00 or 1-12:00; absent: the partition's
 * @param cpus processors of one task, at least 1; absent: one for each worker's thread
 * @param memory of one task, such as 4G; absent: the cluster's default
 * @param gpus of one task, at least 0; absent: none is asked for
 * @param signalSeconds so long before the time limit the task stops at a checkpoint and is queued again, at least 10
 * @param extra further options for the scheduler, each on its own, such as {@code --qos=long}
 * @param setup lines of shell before the first trial, such as {@code module load java/17}
 */
public record ClusterConfig(
        OptionalInt tasks,
        int trialsPerTask,
        OptionalInt concurrent,
        int workers,
        Optional<String> partition,
        Optional<String> account,
        Optional<String> time,
        OptionalInt cpus,
        Optional<String> memory,
        OptionalInt gpus,
        int signalSeconds,
        List<String> extra,
        List<String> setup) {

    /** What all schedulers call names, times and sizes; nothing that a shell or a scheduler reads as more than that. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.,:/@+-]*");

    private static final Pattern OPTION = Pattern.compile("--?[A-Za-z][A-Za-z0-9-]*(=[^\\p{Cntrl}]*)?");

    public ClusterConfig {
        tasks.ifPresent(n -> atLeast("tasks", n, 1));
        atLeast("trialsPerTask", trialsPerTask, 1);
        concurrent.ifPresent(n -> atLeast("concurrent", n, 1));
        atLeast("workers", workers, 1);
        partition.ifPresent(text -> plain("partition", text));
        account.ifPresent(text -> plain("account", text));
        time.ifPresent(text -> plain("time", text));
        memory.ifPresent(text -> plain("memory", text));
        cpus.ifPresent(n -> atLeast("cpus", n, 1));
        gpus.ifPresent(n -> atLeast("gpus", n, 0));
        atLeast("signalSeconds", signalSeconds, 10);
        extra = List.copyOf(extra);
        setup = List.copyOf(setup);
        for (String option : extra) {
            if (!OPTION.matcher(option).matches()) {
                throw new IllegalArgumentException(
                        "extra: found '" + option + "', expected one option on one line, such as --qos=long");
            }
        }
    }

    /** How many tasks a sweep of so many trials is cut into. */
    public int tasksFor(int trials) {
        int wanted = tasks.orElse((trials + trialsPerTask - 1) / trialsPerTask);
        return Math.max(1, Math.min(wanted, trials));
    }

    private static void atLeast(String key, int value, int smallest) {
        if (value < smallest) {
            throw new IllegalArgumentException(
                    key + ": found " + value + ", expected a whole number of at least " + smallest);
        }
    }

    private static void plain(String key, String text) {
        if (!PLAIN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    key + ": found '" + text + "', expected letters, digits and any of _ . , : / @ + -");
        }
    }
}
