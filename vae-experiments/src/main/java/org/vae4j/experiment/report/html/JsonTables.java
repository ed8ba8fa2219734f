package org.vae4j.experiment.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A tree of results as tables: its plain values in one, each list of objects in one of its own. */
public final class JsonTables {

    private static final int SHOWN = 24;
    /** So many numbers are read as such. */
    private static final int MAX_PLAIN_NUMBERS = 4;
    /** So many values below one key have a table of their own, which spares each of them the key's name. */
    private static final int GROUP = 4;

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
            if (value.isObject() && value.size() >= GROUP) {
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

    private static void collect(
            String label, JsonNode node, Collection<Page.Pair> plain, Collection<Page.Block> tables) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(label(label, field.getKey()), field.getValue(), plain, tables));
        } else if (isListOfObjects(node)) {
            tables.add(rows(
                    label.isEmpty() ? "" : label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1), node));
        } else if (!node.isNull() && !node.isMissingNode() && !(node.isArray() && node.isEmpty())) {
            plain.add(pair(label, node));
        }
    }

    /** What a value is called; names of others, which have dashes, stay as they are, and so do numbers. */
    private static String label(String above, String key) {
        if (!above.isEmpty() && key.matches("\\d+")) {
            return above + ": " + key;
        }
        String label = key.contains("-") ? key : Words.label(key);
        return above.isEmpty() ? label : above + " " + label;
    }

    /** Numbers with four digits, several of them as a drawing; all of it is there to be read on the spot. */
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
                ? new Page.Cell(number(key, value.asDouble()), Double.toString(value.asDouble()), true, "")
                : cell(value);
    }

    /** An error is known to two digits at most. */
    private static String number(String name, double value) {
        return name.matches("(?i).*(standard|sampling)[ _]?error.*") ? Digits.ofError(value) : Words.number(value);
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
                ? Words.cutHashes(Words.moment(value.asText()))
                : value.toString().replace("\"", "").replace(":", ": ").replace(",", ", ");
    }
}
