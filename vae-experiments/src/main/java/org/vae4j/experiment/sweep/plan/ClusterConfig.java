package org.vae4j.experiment.sweep.plan;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The section {@code cluster} of a sweep's file: the array job that runs the sweep, and the resources of its tasks.
 *
 * @param tasks the number of tasks of the array job, at least 1; absent: as many as {@code trialsPerTask} asks for
 * @param trialsPerTask the number of trials that one task runs, at least 1
 * @param concurrent the number of tasks at a time, at least 1; absent: as many as the cluster grants
 * @param workers the number of trials at a time within one task, at least 1
 * @param partition the partition of the cluster; absent: the cluster's default
 * @param account the account that is charged; absent: the user's default
 * @param time the time limit of one task, such as 04:00:00 or 1-12:00; absent: the partition's
 * @param cpus the processors of one task, at least 1; absent: one for each thread of each worker
 * @param memory the memory of one task, such as 4G; absent: the cluster's default
 * @param gpus the GPUs of one task, at least 0; absent: none is requested
 * @param signalSeconds the time before its limit at which a task stops at a checkpoint and is requeued, at least 10
 *     seconds
 * @param extra further options of the scheduler, one per entry, such as {@code --qos=long}
 * @param setup shell lines before the first trial, such as {@code module load java/17}
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

    /** Names, times and sizes without any character that has a meaning for a shell or a scheduler. */
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

    /**
     * The number of tasks that share the trials of a sweep.
     *
     * @param trials the number of trials
     * @return at least 1, and not more than there are trials
     */
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
