package org.vae4j.experiment.report.latent;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Subscripts;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.math.Quantile;

/**
 * The first dimensions side by side, each with where the examples of every class lie in it: what a plane of
 * two dimensions hides. Names and axes are text of the page, as large on a phone as anywhere.
 */
final class LatentMultiples {

    private static final int MAX_PANELS = 12;
    /** The range that is drawn has four fifths of a group's examples in it. */
    private static final double TAIL = 0.1;

    private static final int WIDTH = 160;
    private static final int ROW = 9;

    private final LatentTable latents;
    private final LatentNames names;
    private final List<ExampleGroup> groups;
    private final double edge;

    private LatentMultiples(LatentView view, List<ExampleGroup> groups, List<Integer> shown) {
        this.latents = view.latents();
        this.names = view.names();
        this.groups = groups;
        this.edge = Math.ceil(shown.stream()
                .flatMapToDouble(dimension -> groups.stream()
                        .map(group -> group.pick(latents.means(dimension)))
                        .flatMapToDouble(means ->
                                Arrays.stream(new double[] {Quantile.of(means, TAIL), Quantile.of(means, 1 - TAIL)})))
                .map(Math::abs)
                .max()
                .orElse(1));
    }

    /**
     * Draws them.
     *
     * @param view of more than two dimensions, with what is known of its examples
     * @param order the dimensions in the order of the view's importance
     * @return one panel per dimension, up to twelve, with one line per group
     */
    static Page.Drawing of(LatentView view, List<Integer> order) {
        LatentTable latents = view.latents();
        String trait = latents.traits().get(0);
        List<ExampleGroup> groups = ExampleGroup.of(
                        latents.trait(0), view.traits().get(0))
                .stream()
                .filter(group -> group.members().length > 0)
                .toList();
        List<Integer> shown = order.subList(0, Math.min(MAX_PANELS, order.size()));
        LatentMultiples multiples = new LatentMultiples(view, groups, shown);
        String panels = shown.stream().map(multiples::panel).collect(Collectors.joining());
        return new Page.Drawing(
                "<div class=\"multiples\">" + panels + "</div>",
                groups.stream()
                        .map(group -> new Page.Key(group.name(), Svg.rgb(group.colour()), "", Page.Key.CIRCLE))
                        .toList(),
                "Each dimension by " + trait,
                "A dot is the median of a group's " + view.wording().places()
                        + "; its line spans the middle four fifths of them. Dimensions of the largest "
                        + view.importance().measure()
                        + " stand first. A dimension in which the lines lie apart tells the groups apart.",
                "wide");
    }

    private String panel(int dimension) {
        double[] means = latents.means(dimension);
        int height = ROW * (groups.size() + 1);
        StringBuilder svg = new StringBuilder(format(
                "<div><p>%s</p><svg role=\"img\" aria-label=\"%s: %s\" viewBox=\"0 0 %d %d\">"
                        + "<line x1=\"%d\" x2=\"%d\" y1=\"0\" y2=\"%d\" stroke=\"rgb(221,221,221)\"/>",
                Subscripts.html(names.name(dimension)),
                names.symbol(dimension),
                words(means),
                WIDTH,
                height,
                WIDTH / 2,
                WIDTH / 2,
                height));
        for (int i = 0; i < groups.size(); i++) {
            double[] own = groups.get(i).pick(means);
            String colour = Svg.rgb(groups.get(i).colour());
            int y = ROW * (i + 1);
            svg.append(format(
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"1.5\"/>"
                            + "<circle cx=\"%.1f\" cy=\"%d\" r=\"3\" fill=\"%s\"/>",
                    at(Quantile.of(own, TAIL)),
                    at(Quantile.of(own, 1 - TAIL)),
                    y,
                    y,
                    colour,
                    at(Quantile.of(own, 0.5)),
                    y,
                    colour));
        }
        String end = Words.number(edge);
        return svg.append("</svg><p class=\"ends\"><span>−" + end + "</span><span>0</span><span>" + end
                        + "</span></p></div>")
                .toString();
    }

    private String words(double[] means) {
        return groups.stream()
                .map(group -> "median of " + Words.escaped(group.name()) + " "
                        + Words.number(Quantile.of(group.pick(means), 0.5)))
                .collect(Collectors.joining(", "));
    }

    private double at(double z) {
        return WIDTH * (0.5 + 0.5 * z / edge);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
