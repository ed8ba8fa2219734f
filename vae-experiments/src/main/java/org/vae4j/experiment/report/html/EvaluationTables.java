package org.vae4j.experiment.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import org.vae4j.experiment.config.formula.HierarchyFormula;
import org.vae4j.experiment.config.formula.Notation;

/**
 * The evaluations of a run as tables: what each number is, of which examples it is, and what it may not be read as.
 *
 * @param notation how densities are written
 * @param bounded what the bounds bound, such as "−log p(x)"
 * @param place what stands for an example in latent space, such as "posterior mean"
 * @param examples so many examples in words, such as "the first 100 test examples"
 */
public record EvaluationTables(Notation notation, String bounded, String place, LongFunction<String> examples) {

    private static final String DIAGNOSTICS = "diagnostics";
    private static final String BOUNDS = "negBoundNatsBySamples";
    private static final String INFORMATION = "mutualInformationNats";
    /** An estimate so close to log n says that a draw of z leaves fewer than e of the n examples in question. */
    private static final double AT_THE_CAP = 1;
    /** Of the draws: where fewer count, their estimate of log p(x) is still far below it. */
    private static final double SMALL_SHARE = 0.1;

    private static final Map<String, String> NAMES = Map.of(
            "klPerDimensionNats",
            "KL of each dimension (nats)",
            "activeUnits",
            "active units",
            INFORMATION,
            "mutual information of example and z (nats)",
            "marginalKlNats",
            "KL(q(z) ‖ p(z)) (nats)",
            "totalCorrelationNats",
            "total correlation of q(z) (nats)",
            "dimensionKlNats",
            "sum over j of KL(q(z_j) ‖ p(z_j)) (nats)");

    /**
     * The tables of one evaluation.
     *
     * @param name of its file, without the ending
     * @param evaluation its content
     */
    public List<Page.Block> of(String name, JsonNode evaluation) {
        if (!(evaluation.deepCopy() instanceof ObjectNode own)) {
            return JsonTables.of(Words.title(name), evaluation);
        }
        JsonNode diagnostics = own.remove(DIAGNOSTICS);
        List<Page.Block> tables = new ArrayList<>(JsonTables.of(Words.title(name), inDraws(own)));
        if (diagnostics instanceof ObjectNode found) {
            tables.add(diagnostics(found));
            if (found.path(BOUNDS).isObject()) {
                tables.add(bounds(found));
            }
            if (found.path("levels") instanceof ArrayNode levels) {
                tables.addAll(JsonTables.of("", levels(levels)));
            }
        }
        return tables;
    }

    /** What is drawn of q(z|x) is called a draw: samples are what a model makes. */
    private static ObjectNode inDraws(ObjectNode evaluation) {
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        evaluation.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value instanceof ArrayNode rows && !rows.isEmpty() && rows.get(0) instanceof ObjectNode) {
                ArrayNode all = JsonNodeFactory.instance.arrayNode();
                rows.forEach(row -> all.add(row instanceof ObjectNode object ? inDraws(object) : row));
                value = all;
            }
            renamed.set(field.getKey().equals("samples") ? "draws" : field.getKey(), value);
        });
        return renamed;
    }

    private static ObjectNode levels(ArrayNode levels) {
        ArrayNode named = JsonNodeFactory.instance.arrayNode();
        for (int level = 0; level < levels.size(); level++) {
            ObjectNode row = JsonNodeFactory.instance.objectNode().put("level", HierarchyFormula.z(level + 1));
            named.add(row.setAll((ObjectNode) levels.get(level)));
        }
        return JsonNodeFactory.instance.objectNode().set("levels", named);
    }

    private Page.Pairs diagnostics(ObjectNode found) {
        List<Page.Pair> pairs = new ArrayList<>();
        found.properties().forEach(field -> {
            if (NAMES.containsKey(field.getKey())) {
                pairs.add(JsonTables.pair(NAMES.get(field.getKey()), field.getValue()));
            } else if (field.getKey().equals("posteriorMeanVariance")) {
                pairs.add(JsonTables.pair("variance of the " + place + " in each dimension", field.getValue()));
            }
        });
        String note = "Of " + examples.apply(found.path("examples").asLong())
                + ". A unit is active where the variance of" + " the " + place + " over them is above 0.01.";
        return new Page.Pairs("Test: latents.", note + information(found), pairs);
    }

    /** The number of the examples limits what can be seen of the information. */
    private static String information(ObjectNode found) {
        long count = found.path("examples").asLong();
        if (!found.path(INFORMATION).isNumber() || count < 1) {
            return "";
        }
        double cap = Math.log(count);
        return String.format(
                Locale.ROOT,
                " So many examples can show a mutual information of at most log %,d = %s nats%s",
                count,
                Words.fixed(cap, 2),
                isAtTheCap(found)
                        ? ", and the estimate is close to that: it tells their number rather than the model,"
                                + " and KL(q(z) ‖ p(z)) = KL − mutual information is at most what stands here."
                        : ".");
    }

    /**
     * Whether the mutual information is as large as so few examples can show.
     *
     * @param diagnostics with the estimate and the number of the examples
     * @return false where there is no estimate
     */
    public static boolean isAtTheCap(JsonNode diagnostics) {
        JsonNode information = diagnostics.path(INFORMATION);
        return information.isNumber()
                && information.asDouble()
                        > Math.log(diagnostics.path("examples").asLong(1)) - AT_THE_CAP;
    }

    private Page.Pairs bounds(ObjectNode found) {
        List<Page.Pair> pairs = new ArrayList<>();
        found.path(BOUNDS).properties().forEach(bound -> {
            String draws = bound.getKey().equals("1") ? "1 draw, the negative ELBO" : bound.getKey() + " draws";
            pairs.add(JsonTables.pair("upper bound by " + draws + " (nats)", bound.getValue()));
        });
        String all = found.path("elboGapSamples").asText("?");
        Page.Pair effective = JsonTables.pair("effective sample size", found.path("effectiveSampleSize"));
        pairs.add(new Page.Pair(effective.name(), effective.text() + " of " + all + " draws", effective.full(), ""));
        pairs.add(JsonTables.pair("gap of the ELBO, at least (nats)", found.path("elboGapNats")));
        String note = "Importance-weighted bounds on " + bounded + ", means over "
                + examples.apply(found.path("elboGapExamples").asLong()) + ". The gap is the ELBO's distance from the"
                + " bound by " + all + " draws, in expectation a lower bound of " + notation.in("KL(q(z|x) ‖ p(z|x))")
                + loose(found) + ".";
        return new Page.Pairs("Test: bounds by draws.", note, pairs);
    }

    private static String loose(ObjectNode found) {
        return found.path("effectiveSampleSize").asDouble()
                        < SMALL_SHARE * found.path("elboGapSamples").asDouble()
                ? ", and a loose one here, because few of the draws count: the gap may be much larger"
                : "";
    }
}
