package org.vae4j.experiment.bench.scale;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.bench.process.Launcher;

/** Measures how cost grows along axes, on one thread. */
public final class ScaleBench {

    /** The value of {@code --scale} for all axes. */
    public static final String ALL = "all";

    private static final Budget BUDGET = new Budget(2, 1.5);

    private ScaleBench() {}

    /**
     * Measures axes one after the other, each setting in a process of its own.
     *
     * @param names the names of the axes, or {@value #ALL}
     * @param scratch a folder for the files of the processes
     * @param out receives a table for each axis
     * @return one result per axis, to be written as JSON
     * @throws IllegalArgumentException if there is no axis of a name
     * @throws IOException if a process fails
     */
    public static List<?> run(List<String> names, Path scratch, PrintStream out) throws IOException {
        List<Axis> axes = names.contains(ALL)
                ? Axes.ALL
                : names.stream().map(Axes::byName).toList();
        return run(axes, BUDGET, scratch, out);
    }

    static List<Scaling> run(List<Axis> axes, Budget budget, Path scratch, PrintStream out) throws IOException {
        Launcher launcher = new Launcher(scratch);
        List<Scaling> results = new ArrayList<>();
        for (Axis axis : axes) {
            List<Point> points = new ArrayList<>();
            for (Axis.Setting setting : axis.settings()) {
                points.add(point(axis, setting, budget, launcher, scratch));
            }
            Scaling result = Scaling.of(axis, points);
            ScaleTable.print(result, out);
            results.add(result);
        }
        return List.copyOf(results);
    }

    private static Point point(Axis axis, Axis.Setting setting, Budget budget, Launcher launcher, Path scratch)
            throws IOException {
        Path result = Files.createTempFile(scratch, axis.name() + "-", ".json");
        launcher.run(PointProcess.class.getName(), PointProcess.arguments(axis, setting, budget, result));
        return new ObjectMapper().readValue(result.toFile(), Point.class);
    }
}
