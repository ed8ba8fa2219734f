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
 * Shows the evaluations of a run as tables. Notes say over which examples a number is taken, and where it must not be
 * taken at face value.
 *
 * @param notation the notation of densities
 * @param bounded the quantity that the bounds bound, such as "−log p(x)"
 * @param place the name of the place of an example in latent space, such as "posterior mean"
 * @param examples writes a number of examples in words, such as "the first 100 test examples"
 */
public record EvaluationTables(Notation notation, String bounded, String place, LongFunction<String> examples) {

    private static final String DIAGNOSTICS = "diagnostics";
    private static final String BOUNDS = "negBoundNatsBySamples";
    private static final String INFORMATION = "mutualInformationNats";
    /**
     * An estimate of the mutual information this close to log n, in nats, is limited by the number n of examples: a
     * draw of z leaves fewer than e of the n examples in question.
     */
    private static final double CAP_DISTANCE_NATS = 1;
    /**
     * If the effective sample size is a smaller share of the draws, their estimate of log p(x) is still far below it.
     */
    private static final double MIN_EFFECTIVE_SHARE = 0.1;

    /** The labels of diagnostics, by their keys. */
    private static final Map<String, String> LABELS = Map.of(
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
     * Shows one evaluation.
     *
     * @param name the name of its file, without the ending
     * @param evaluation the content of the file
     * @return a table of its numbers, and tables of its diagnostics if it has some
     */
    public List<Page.Block> of(String name, JsonNode evaluation) {
        if (!(evaluation.deepCopy() instanceof ObjectNode own)) {
            return JsonTables.of(Words.title(name), evaluation);
        }
        JsonNode diagnostics = own.remove(DIAGNOSTICS);
        List<Page.Block> tables = new ArrayList<>(JsonTables.of(Words.title(name), withDraws(own)));
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

    /** Calls draws of q(z|x) "draws" instead of "samples", since samples are images that a model makes. */
    private static ObjectNode withDraws(ObjectNode evaluation) {
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        evaluation.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value instanceof ArrayNode rows && !rows.isEmpty() && rows.get(0) instanceof ObjectNode) {
                ArrayNode all = JsonNodeFactory.instance.arrayNode();
                rows.forEach(row -> all.add(row instanceof ObjectNode object ? withDraws(object) : row));
                value = all;
            }
            renamed.set(field.getKey().equals("samples") ? "draws" : field.getKey(), value);
        });
        return renamed;
    }

    /** Gives each level its name; a damaged level has a row without numbers. */
    private static ObjectNode levels(ArrayNode levels) {
        ArrayNode named = JsonNodeFactory.instance.arrayNode();
        for (int level = 0; level < levels.size(); level++) {
            ObjectNode row = JsonNodeFactory.instance.objectNode().put("level", HierarchyFormula.z(level + 1));
            if (levels.get(level) instanceof ObjectNode numbers) {
                row.setAll(numbers);
            }
            named.add(row);
        }
        return JsonNodeFactory.instance.objectNode().set("levels", named);
    }

    private Page.Pairs diagnostics(ObjectNode found) {
        List<Page.Pair> pairs = new ArrayList<>();
        found.properties().forEach(field -> {
            if (LABELS.containsKey(field.getKey())) {
                pairs.add(JsonTables.pair(LABELS.get(field.getKey()), field.getValue()));
            } else if (field.getKey().equals("posteriorMeanVariance")) {
                pairs.add(JsonTables.pair("variance of the " + place + " in each dimension", field.getValue()));
            }
        });
        String note = "Of " + examples.apply(found.path("examples").asLong())
                + ". A unit is active where the variance of the " + place + " over them is above 0.01.";
        return new Page.Pairs("Test: latents.", note + information(found), pairs);
    }

    /** A sentence on the limit log n that n examples put on an estimate of the mutual information. */
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
     * Whether an estimate of the mutual information is limited by its number n of examples, that is, less than 1 nat
     * below log n.
     *
     * @param diagnostics the estimate and the number of examples
     * @return false if there is no estimate
     */
    public static boolean isAtTheCap(JsonNode diagnostics) {
        JsonNode information = diagnostics.path(INFORMATION);
        return information.isNumber()
                && information.asDouble()
                        > Math.log(diagnostics.path("examples").asLong(1)) - CAP_DISTANCE_NATS;
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
                + looseness(found) + ".";
        return new Page.Pairs("Test: bounds by draws.", note, pairs);
    }

    private static String looseness(ObjectNode found) {
        return found.path("effectiveSampleSize").asDouble()
                        < MIN_EFFECTIVE_SHARE * found.path("elboGapSamples").asDouble()
                ? ", and a loose one here, because few of the draws count: the gap may be much larger"
                : "";
    }
}
