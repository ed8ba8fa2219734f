package org.vae4j.experiment.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A tree of results as tables: its plain values in one, each list of objects in one of its own. */
public final class JsonTables {

    private static final int SHOWN = 24;

    private JsonTables() {}

    /**
     * Shows a tree as tables: one of its plain values, and one for every array of objects.
     *
     * @param caption the caption of the first table
     * @param tree the tree
     * @return the tables
     */
    public static List<Page.Block> of(String caption, JsonNode tree) {
        List<List<Page.Cell>> plain = new ArrayList<>();
        List<Page.Block> tables = new ArrayList<>();
        collect("", tree, plain, tables);
        if (!plain.isEmpty()) {
            tables.add(0, new Page.Table(caption, List.of("", "value"), plain));
        }
        return tables;
    }

    private static void collect(
            String path, JsonNode node, Collection<List<Page.Cell>> plain, Collection<Page.Block> tables) {
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
            plain.add(List.of(Page.Cell.of(Words.label(path)), cell(node)));
        }
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
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
