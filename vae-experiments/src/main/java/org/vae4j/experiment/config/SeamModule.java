package org.vae4j.experiment.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import org.vae4j.extension.Extension;
import org.vae4j.network.DecoderLayout;

/** Teaches Jackson what {@link Seams} and {@link Layouts} bind: the one pair of reader and writer for all seams. */
final class SeamModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    SeamModule() {
        setDeserializers(new OfSeams());
        addSerializer(Extension.class, new PartWriter());
        addSerializer(DecoderLayout.class, new LayoutWriter());
    }

    private static final class OfSeams extends SimpleDeserializers {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription description) {
            Class<?> raw = type.getRawClass();
            if (Seams.isSeam(raw)) {
                return new Reader((node, path) -> Seams.read(raw, node, path));
            }
            return raw == DecoderLayout.class ? new Reader(Layouts::read) : null;
        }
    }

    /** Node to part, with the path that a mistake is named by. */
    private interface Binding {
        Object read(JsonNode node, String path);
    }

    private static final class Reader extends JsonDeserializer<Object> {

        private final Binding binding;

        Reader(Binding binding) {
            this.binding = binding;
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String name = parser.currentName() == null ? "" : parser.currentName();
            return binding.read(context.readTree(parser), name);
        }
    }

    private static final class PartWriter extends JsonSerializer<Extension> {
        @Override
        public void serialize(Extension part, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeTree(Seams.write(Seams.seamOf(part), part));
        }
    }

    private static final class LayoutWriter extends JsonSerializer<DecoderLayout> {
        @Override
        public void serialize(DecoderLayout layout, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeTree(Layouts.write(layout));
        }
    }
}
