package org.vae4j.experiment.report.latent;

import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.config.formula.HierarchyFormula;
import org.vae4j.experiment.report.html.Subscripts;

/**
 * The names of the dimensions of z in reports, pictures and messages. The third dimension is z3 in a model with one
 * level of latents; in a model with several it is z_2[3], where 2 is the level and z_1 is next to the data.
 *
 * @param levels the number of dimensions of each level, the level next to the data first, at least one level
 */
public record LatentNames(List<Integer> levels) {

    public LatentNames {
        levels = List.copyOf(levels);
    }

    /**
     * The names z1, z2, … of a single level.
     *
     * @param dimensions the number of dimensions of z
     */
    public static LatentNames of(int dimensions) {
        return new LatentNames(List.of(dimensions));
    }

    /**
     * The name of a dimension.
     *
     * @param dimension the index of the dimension from 0, the dimensions of all levels in one sequence
     */
    public String name(int dimension) {
        if (levels.size() < 2) {
            return "z" + (dimension + 1);
        }
        Place place = place(dimension);
        return level(place.level()) + "[" + (place.inLevel() + 1) + "]";
    }

    /**
     * The name of a dimension in a chart, for example z3 or z₂[3].
     *
     * @param dimension the index of the dimension from 0, the dimensions of all levels in one sequence
     */
    public String symbol(int dimension) {
        return Subscripts.letters(name(dimension));
    }

    /**
     * The name of a level.
     *
     * @param level the index of the level; 0 is the level next to the data
     */
    public static String level(int level) {
        return HierarchyFormula.z(level + 1);
    }

    /**
     * Names several dimensions in short, with one range for neighbours of one level.
     *
     * @param dimensions the indices of the dimensions from 0, in ascending order
     * @return {@code z1-z4, z7}, or {@code z_1[1]-z_1[4], z_2[1]}
     */
    public String ranges(List<Integer> dimensions) {
        List<String> ranges = new ArrayList<>();
        int first = 0;
        for (int i = 1; i <= dimensions.size(); i++) {
            if (i == dimensions.size() || !areNeighbours(dimensions.get(i - 1), dimensions.get(i))) {
                ranges.add(range(dimensions.get(first), dimensions.get(i - 1)));
                first = i;
            }
        }
        return String.join(", ", ranges);
    }

    private boolean areNeighbours(int dimension, int next) {
        return next == dimension + 1 && place(dimension).level() == place(next).level();
    }

    private String range(int first, int last) {
        return first == last ? name(first) : name(first) + "-" + name(last);
    }

    /** A level and the index of a dimension in that level, both from 0. */
    private record Place(int level, int inLevel) {}

    private Place place(int dimension) {
        int level = 0;
        int inLevel = dimension;
        while (level < levels.size() - 1 && inLevel >= levels.get(level)) {
            inLevel -= levels.get(level);
            level++;
        }
        return new Place(level, inLevel);
    }
}
