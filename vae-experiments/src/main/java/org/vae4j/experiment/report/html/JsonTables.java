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

/** Shows a JSON tree of results as tables: one of its plain values, and one for each list of objects. */
public final class JsonTables {

    /** A cell shows at most this many elements of a list. */
    private static final int MAX_ELEMENTS_IN_CELL = 24;
    /** A longer list of numbers is drawn as a sparkline. */
    private static final int MAX_PLAIN_NUMBERS = 4;
    /** An object of this many values has a table of its own, which spares each value the name of the object. */
    private static final int MIN_VALUES_OF_OWN_TABLE = 4;

    private JsonTables() {}

    /**
     * Shows a tree as tables: one of its plain values, one for each key that has several below it, and one for every
     * array of objects.
     *
     * @param caption the caption of the first table
     * @param tree the tree
     * @return the tables
     */
    public static List<Page.Block> of(String caption, JsonNode tree) {
        List<Page.Pair> plain = new ArrayList<>();
        List<Page.Block> tables = new ArrayList<>();
        if (!tree.isObject()) {
            collect(caption, tree, plain, tables);
        }
        for (var field : tree.properties()) {
            JsonNode value = field.getValue();
            if (value.isObject() && value.size() >= MIN_VALUES_OF_OWN_TABLE) {
                String name =
                        caption.isEmpty() ? Words.title(field.getKey()) : caption + ": " + Words.label(field.getKey());
                tables.addAll(of(name, value));
            } else {
                collect(label("", field.getKey()), value, plain, tables);
            }
        }
        if (!plain.isEmpty()) {
            tables.add(0, new Page.Pairs(caption, "", plain));
        }
        return tables;
    }

    /** Adds a value below a label to the pairs of plain values, or its table to the tables. */
    private static void collect(
            String label, JsonNode node, Collection<Page.Pair> plain, Collection<Page.Block> tables) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(label(label, field.getKey()), field.getValue(), plain, tables));
        } else if (isListOfObjects(node)) {
            tables.add(rows(Words.capitalised(label), node));
        } else if (!node.isNull() && !node.isMissingNode() && !(node.isArray() && node.isEmpty())) {
            plain.add(pair(label, node));
        }
    }

    /** The label of a value below another label. A name with dashes is a user's own and stays as it is. */
    private static String label(String above, String key) {
        if (!above.isEmpty() && key.matches("\\d+")) {
            return above + ": " + key;
        }
        String label = key.contains("-") ? key : Words.label(key);
        return above.isEmpty() ? label : above + " " + label;
    }

    /** Shows a value under a name: a number with four digits and all digits in its full text, a list as a drawing. */
    static Page.Pair pair(String name, JsonNode node) {
        if (node.isArray()
                && node.size() > MAX_PLAIN_NUMBERS
                && StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isNumber)) {
            double[] values = StreamSupport.stream(node.spliterator(), false)
                    .mapToDouble(JsonNode::asDouble)
                    .toArray();
            if (Arrays.stream(values).allMatch(Double::isFinite)) {
                return new Page.Pair(name, Sparkline.text(values), cell(node).text(), Sparkline.svg(values));
            }
        }
        if (node.isNumber()) {
            return new Page.Pair(name, number(name, node.asDouble()), node.asText(), "");
        }
        Page.Cell cell = cell(node);
        return new Page.Pair(name, cell.text(), cell.text().equals(node.asText()) ? "" : node.asText(), "");
    }

    private static boolean isListOfObjects(JsonNode node) {
        return node.isArray()
                && !node.isEmpty()
                && StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isObject);
    }

    private static Page.Table rows(String caption, JsonNode list) {
        Set<String> keys = new LinkedHashSet<>();
        list.forEach(row -> row.fieldNames().forEachRemaining(keys::add));
        List<List<Page.Cell>> rows = StreamSupport.stream(list.spliterator(), false)
                .map(row -> keys.stream().map(key -> cell(key, row.path(key))).toList())
                .toList();
        return new Page.Table(caption, keys.stream().map(Words::label).toList(), rows).aligned();
    }

    private static Page.Cell cell(String key, JsonNode value) {
        return value.isNumber()
                ? new Page.Cell(number(key, value.asDouble()), Double.toString(value.asDouble()), value.isNumber(), "")
                : cell(value);
    }

    /** Writes a number; an error, whose third digit is noise, has two significant digits. */
    private static String number(String name, double value) {
        return name.matches("(?i).*(standard|sampling)[ _]?error.*") ? Digits.ofError(value) : Words.number(value);
    }

    /**
     * Shows a value as a cell of a table.
     *
     * @param value any value; a missing one gives an empty cell
     * @return the cell, in which a long list is cut
     */
    public static Page.Cell cell(JsonNode value) {
        if (value.isNumber()) {
            return Page.Cell.of(value.asDouble());
        }
        if (value.isArray()) {
            String shown = StreamSupport.stream(value.spliterator(), false)
                    .limit(MAX_ELEMENTS_IN_CELL)
                    .map(v -> cell(v).text())
                    .collect(Collectors.joining(", "));
            return Page.Cell.of(
                    value.size() > MAX_ELEMENTS_IN_CELL ? shown + ", … (" + value.size() + " in all)" : shown);
        }
        return Page.Cell.of(value.isMissingNode() || value.isNull() ? "" : text(value));
    }

    private static String text(JsonNode value) {
        return value.isValueNode()
                ? Words.cutHashes(Words.moment(value.asText()))
                : value.toString().replace("\"", "").replace(":", ": ").replace(",", ", ");
    }
}
