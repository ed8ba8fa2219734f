package org.vae4j.experiment.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.kernel.product.NativeSetup;

/** The {@code main} of a child process that measures one setting and writes its cost to a file. */
final class PointProcess {

    private PointProcess() {}

    /** {@return the arguments of {@link #main} for a setting} */
    static List<String> arguments(Axis axis, Axis.Setting setting, Budget budget, Path result) {
        return List.of(
                "axis=" + axis.name(),
                "at=" + setting.at(),
                "warmUp=" + budget.warmUpSeconds(),
                "seconds=" + budget.seconds(),
                "result=" + result);
    }

    /**
     * Entry point of the child.
     *
     * @param args {@code axis=latents at=32 warmUp=1 seconds=1 result=FILE}
     * @throws IOException if the file cannot be written
     */
    public static void main(String[] args) throws IOException {
        NativeSetup.prepare();
        Map<String, String> settings =
                Arrays.stream(args).map(a -> a.split("=", 2)).collect(Collectors.toMap(a -> a[0], a -> a[1]));
        Budget budget =
                new Budget(Double.parseDouble(settings.get("warmUp")), Double.parseDouble(settings.get("seconds")));
        Point point = budget.measure(Axes.byName(settings.get("axis")).at(settings.get("at")));
        Files.writeString(Path.of(settings.get("result")), Json.line(point));
    }
}
