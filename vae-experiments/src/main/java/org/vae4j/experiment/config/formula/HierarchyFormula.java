package org.vae4j.experiment.config.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.latent.posterior.HierarchicalGaussianPosterior.Direction;
import org.vae4j.network.hierarchy.Level;

/** Describes the levels of a hierarchy in words and formulas, each with its posterior and its prior. */
public final class HierarchyFormula {

    private HierarchyFormula() {}

    /**
     * Describes the latents of a model.
     *
     * @param model the section {@code model} of a configuration, with a hierarchy of at least two levels
     * @return a description such as "z_1 of 40 and z_2 of 20 dimensions in a hierarchy (top down); q(z_2|x), q(z_1|x,
     *     z_2) and p(z_1|z_2) diagonal Gaussian, p(z_2) standard normal"
     */
    public static String of(ModelConfig model) {
        List<Integer> sizes = sizes(model);
        List<String> named = IntStream.rangeClosed(1, sizes.size())
                .mapToObj(level -> z(level) + " of " + sizes.get(level - 1))
                .toList();
        List<String> gaussians = Stream.concat(posteriors(model, sizes.size()), priors(sizes.size()))
                .toList();
        return listed(named) + " dimensions in a hierarchy ("
                + PartWords.words(model.hierarchy().name()) + "); " + listed(gaussians) + " "
                + PartWords.text(Yaml.toTree(model).path("posterior")) + ", p(" + z(sizes.size()) + ") "
                + PartWords.text(Yaml.toTree(model).path("prior"));
    }

    private static List<Integer> sizes(ModelConfig model) {
        List<Integer> sizes = new ArrayList<>(List.of(model.latent()));
        model.hierarchy().levels().stream().map(Level::latent).forEach(sizes::add);
        return sizes;
    }

    /** The posteriors of all levels, in the order of inference. */
    private static Stream<String> posteriors(ModelConfig model, int levels) {
        Notation notation = Notation.of(model);
        return model.hierarchy().direction() == Direction.BOTTOM_UP
                ? IntStream.rangeClosed(1, levels)
                        .mapToObj(level -> "q(" + z(level) + "|" + (level == 1 ? "x" : z(level - 1)) + ")")
                        .map(notation::in)
                : IntStream.rangeClosed(1, levels)
                        .map(i -> levels + 1 - i)
                        .mapToObj(level -> "q(" + z(level) + "|x" + (level == levels ? "" : ", " + z(level + 1)) + ")")
                        .map(notation::in);
    }

    /** The priors of all levels but the last. */
    private static Stream<String> priors(int levels) {
        return IntStream.range(1, levels).mapToObj(level -> "p(" + z(level) + "|" + z(level + 1) + ")");
    }

    /**
     * The name of a level.
     *
     * @param level from 1 on; level 1 is next to the data
     * @return such as z_1
     */
    public static String z(int level) {
        return "z_" + level;
    }

    private static String listed(List<String> parts) {
        int last = parts.size() - 1;
        return String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }
}
