package org.vae4j.experiment.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A tree of results as tables: its plain values in one, each list of objects in one of its own. */
public final class JsonTables {

    private static final int SHOWN = 24;
    /** So many numbers are read as such. */
    private static final int FEW = 4;

    private JsonTables() {}

    /**
     * Shows a tree as tables: one of its plain values, and one for every array of objects.
     *
     * @param caption the caption of the first table
     * @param tree the tree
     * @return the tables
     */
    public static List<Page.Block> of(String caption, JsonNode tree) {
        List<Page.Pair> plain = new ArrayList<>();
        List<Page.Block> tables = new ArrayList<>();
        collect("", tree, plain, tables);
        if (!plain.isEmpty()) {
            tables.add(0, new Page.Pairs(caption, plain));
        }
        return tables;
    }

    private static void collect(
            String path, JsonNode node, Collection<Page.Pair> plain, Collection<Page.Block> tables) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collect(
                            path.isEmpty() ? field.getKey() : path + " " + field.getKey(),
                            field.getValue(),
                            plain,
                            tables));
        } else if (isListOfObjects(node)) {
            tables.add(rows(Words.title(path), node));
        } else if (!node.isNull() && !node.isMissingNode()) {
            plain.add(pair(Words.label(path), node));
        }
    }

    /** Numbers with four digits, several of them as a drawing; all of it is there to be read on the spot. */
    private static Page.Pair pair(String name, JsonNode node) {
        if (node.isArray()
                && node.size() > FEW
                && StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isNumber)) {
            double[] values = StreamSupport.stream(node.spliterator(), false)
                    .mapToDouble(JsonNode::asDouble)
                    .toArray();
            if (Arrays.stream(values).allMatch(Double::isFinite)) {
                return new Page.Pair(name, Sparkline.text(values), cell(node).text(), Sparkline.svg(values));
            }
        }
        return node.isNumber()
                ? new Page.Pair(name, Words.shorter(node.asDouble()), node.asText(), "")
                : new Page.Pair(name, cell(node).text(), "", "");
    }

    private static boolean isListOfObjects(JsonNode node) {
        return node.isArray()
                && !node.isEmpty()
                && StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isObject);
    }

    private static Page.Table rows(String caption, JsonNode list) {
        Set<String> keys = new LinkedHashSet<>();
        list.forEach(row -> row.fieldNames().forEachRemaining(keys::add));
        List<List<Page.Cell>> rows = new ArrayList<>();
        for (JsonNode row : list) {
            rows.add(keys.stream().map(key -> cell(row.path(key))).toList());
        }
        return new Page.Table(caption, keys.stream().map(Words::label).toList(), rows);
    }

    /**
     * Shows a value as a cell.
     *
     * @param value the value
     * @return the cell
     */
    public static Page.Cell cell(JsonNode value) {
        if (value.isNumber()) {
            return Page.Cell.of(value.asDouble());
        }
        if (value.isArray()) {
            String shown = StreamSupport.stream(value.spliterator(), false)
                    .limit(SHOWN)
                    .map(v -> cell(v).text())
                    .collect(Collectors.joining(", "));
            return Page.Cell.of(value.size() > SHOWN ? shown + ", … (" + value.size() + " in all)" : shown);
        }
        return Page.Cell.of(value.isMissingNode() || value.isNull() ? "" : text(value));
    }

    private static String text(JsonNode value) {
        return value.isValueNode()
                ? value.asText()
                : value.toString().replace("\"", "").replace(":", ": ").replace(",", ", ");
    }
}
