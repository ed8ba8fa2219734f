package org.vae4j.experiment.report.latent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vae4j.experiment.config.formula.HierarchyFormula;
import org.vae4j.experiment.report.html.Subscripts;

/**
 * What the dimensions of z are called in reports, pictures and messages: z3 of one level, z_2[3] of several,
 * where z_1 is next to the data. Dimensions are counted from 1.
 *
 * @param levels the dimensions of each level, from the one next to the data on, at least one
 */
public record LatentNames(List<Integer> levels) {

    public LatentNames {
        levels = List.copyOf(levels);
    }

    /**
     * The names of one level.
     *
     * @param dimensions of z
     * @return z1, z2, …
     */
    public static LatentNames of(int dimensions) {
        return new LatentNames(List.of(dimensions));
    }

    /**
     * The name of a dimension.
     *
     * @param dimension from 0, all levels counted through
     */
    public String name(int dimension) {
        if (levels.size() < 2) {
            return "z" + (dimension + 1);
        }
        int[] place = place(dimension);
        return level(place[0]) + "[" + (place[1] + 1) + "]";
    }

    /**
     * The name of a dimension in a chart.
     *
     * @param dimension from 0, all levels counted through
     * @return z3, or z₂[3]
     */
    public String symbol(int dimension) {
        return Subscripts.letters(name(dimension));
    }

    /**
     * The name of a level.
     *
     * @param level from 0, the one next to the data
     */
    public static String level(int level) {
        return HierarchyFormula.z(level + 1);
    }

    /**
     * Several dimensions in short.
     *
     * @param dimensions from 0, in ascending order
     * @return {@code z1-z4, z7}, or {@code z_1[1]-z_1[4], z_2[1]}
     */
    public String ranges(List<Integer> dimensions) {
        List<int[]> runs = new ArrayList<>();
        for (int dimension : dimensions) {
            int[] last = runs.isEmpty() ? new int[] {-2, -2} : runs.get(runs.size() - 1);
            if (last[1] == dimension - 1 && place(last[1])[0] == place(dimension)[0]) {
                last[1] = dimension;
            } else {
                runs.add(new int[] {dimension, dimension});
            }
        }
        return runs.stream()
                .map(run -> run[0] == run[1] ? name(run[0]) : name(run[0]) + "-" + name(run[1]))
                .collect(Collectors.joining(", "));
    }

    /** Level and dimension there, both from 0. */
    private int[] place(int dimension) {
        int level = 0;
        int within = dimension;
        while (level < levels.size() - 1 && within >= levels.get(level)) {
            within -= levels.get(level);
            level++;
        }
        return new int[] {level, within};
    }
}
