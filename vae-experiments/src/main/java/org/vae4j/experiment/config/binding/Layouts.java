package org.vae4j.experiment.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.vae4j.experiment.config.advice.ValueForm;
import org.vae4j.model.spec.DecoderLayout;
import org.vae4j.network.BlockSpec;

/** The binding of a decoder: {@code mirror}, or a list of blocks. */
final class Layouts implements Binding<DecoderLayout> {

    private static final String MIRROR = "mirror";
    private static final String EXPECTED = "mirror, or a list of whole numbers such as [400, 200] or of blocks";

    @Override
    public DecoderLayout read(JsonNode node, String path) {
        if (node.isTextual() && node.textValue().equalsIgnoreCase(MIRROR)) {
            return new DecoderLayout.Mirror();
        }
        if (!node.isArray()) {
            throw new ConfigException("found " + (node.isTextual() ? "'" + node.textValue() + "'" : node) + " for '"
                    + path + "', expected " + EXPECTED
                    + (node.isValueNode() ? ValueForm.list(path, node.asText(), Seams.names(BlockSpec.class)) : ""));
        }
        List<BlockSpec> blocks = new ArrayList<>();
        for (JsonNode block : node) {
            blocks.add((BlockSpec) Seams.read(BlockSpec.class, block, path + "[" + blocks.size() + "]"));
        }
        return new DecoderLayout.Listed(blocks);
    }

    @Override
    public JsonNode write(DecoderLayout layout) {
        if (!(layout instanceof DecoderLayout.Listed listed)) {
            return JsonNodeFactory.instance.textNode(MIRROR);
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        listed.blocks().forEach(block -> array.add(Seams.write(BlockSpec.class, block)));
        return array;
    }

    @Override
    public String expected() {
        return EXPECTED;
    }
}
