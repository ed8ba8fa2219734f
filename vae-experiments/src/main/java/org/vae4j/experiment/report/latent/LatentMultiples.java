package org.vae4j.experiment.report.latent;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.vae4j.experiment.report.html.Page;
import org.vae4j.experiment.report.html.Subscripts;
import org.vae4j.experiment.report.html.Svg;
import org.vae4j.experiment.report.html.Words;
import org.vae4j.math.Quantile;

/**
 * Small panels side by side, one per latent dimension. A panel has one line per class, which shows the median and the
 * middle four fifths of the class in that dimension, so that differences outside any one plane of two dimensions are
 * seen. Names and axes are text of the page, not of the drawing: they keep their size on a small screen.
 */
final class LatentMultiples {

    private static final int MAX_PANELS = 12;
    /** The share of a group's examples beyond each end of its line. */
    private static final double TAIL = 0.1;

    private static final int WIDTH = 160;
    private static final int ROW_HEIGHT = 9;

    private final LatentTable latents;
    private final LatentNames names;
    private final List<ExampleGroup> groups;
    /** Every panel shows [−edge, edge]. */
    private final double edge;

    private LatentMultiples(LatentView view, List<ExampleGroup> groups, List<Integer> shown) {
        this.latents = view.latents();
        this.names = view.names();
        this.groups = groups;
        this.edge = Math.ceil(shown.stream()
                .flatMapToDouble(dimension -> groups.stream()
                        .map(group -> group.pick(latents.means(dimension)))
                        .flatMapToDouble(
                                means -> DoubleStream.of(Quantile.of(means, TAIL), Quantile.of(means, 1 - TAIL))))
                .map(Math::abs)
                .max()
                .orElse(1));
    }

    /**
     * Draws the panels of the most important dimensions.
     *
     * @param view encoded examples of more than two dimensions with at least one trait, the first of which is shown
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
        int height = ROW_HEIGHT * (groups.size() + 1);
        StringBuilder svg = new StringBuilder(format(
                "<div><p>%s</p><svg role=\"img\" aria-label=\"%s: %s\" viewBox=\"0 0 %d %d\">"
                        + "<line x1=\"%d\" x2=\"%d\" y1=\"0\" y2=\"%d\" stroke=\"rgb(221,221,221)\"/>",
                Subscripts.html(names.name(dimension)),
                names.symbol(dimension),
                medians(means),
                WIDTH,
                height,
                WIDTH / 2,
                WIDTH / 2,
                height));
        for (int i = 0; i < groups.size(); i++) {
            double[] members = groups.get(i).pick(means);
            String colour = Svg.rgb(groups.get(i).colour());
            int y = ROW_HEIGHT * (i + 1);
            svg.append(format(
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"1.5\"/>"
                            + "<circle cx=\"%.1f\" cy=\"%d\" r=\"3\" fill=\"%s\"/>",
                    pixel(Quantile.of(members, TAIL)),
                    pixel(Quantile.of(members, 1 - TAIL)),
                    y,
                    y,
                    colour,
                    pixel(Quantile.of(members, 0.5)),
                    y,
                    colour));
        }
        String limit = Words.number(edge);
        return svg.append("</svg><p class=\"ends\"><span>−" + limit + "</span><span>0</span><span>" + limit
                        + "</span></p></div>")
                .toString();
    }

    /** The medians of all groups in words, for readers who cannot see the drawing. */
    private String medians(double[] means) {
        return groups.stream()
                .map(group -> "median of " + Words.escaped(group.name()) + " "
                        + Words.number(Quantile.of(group.pick(means), 0.5)))
                .collect(Collectors.joining(", "));
    }

    private double pixel(double z) {
        return WIDTH * (0.5 + 0.5 * z / edge);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
