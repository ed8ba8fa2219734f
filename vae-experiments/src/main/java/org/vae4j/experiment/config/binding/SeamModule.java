package org.vae4j.experiment.config.binding;

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

/**
 * The Jackson module that reads and writes the parts of all seams by {@link Seams}, and other types by {@link Binding}.
 */
final class SeamModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    SeamModule() {
        setDeserializers(new SeamDeserializers());
        addSerializer(Extension.class, new PartWriter());
        Binding.ALL.forEach(this::addBinding);
    }

    @SuppressWarnings("unchecked")
    private <T> void addBinding(Class<?> type, Binding<T> binding) {
        addSerializer((Class<T>) type, new BindingWriter<>(binding));
    }

    /** Finds the reader of a seam or of a type with a binding. */
    private static final class SeamDeserializers extends SimpleDeserializers {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription description) {
            Class<?> raw = type.getRawClass();
            if (Seams.isSeam(raw)) {
                return new Reader((node, path) -> Seams.read(raw, node, path));
            }
            Binding<?> binding = Binding.ALL.get(raw);
            return binding == null ? null : new Reader(binding::read);
        }
    }

    /** Makes a value of a node; an error names the path. */
    private interface NodeReader {
        Object read(JsonNode node, String path);
    }

    private static final class Reader extends JsonDeserializer<Object> {

        private final NodeReader reader;

        Reader(NodeReader reader) {
            this.reader = reader;
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String name = parser.currentName() == null ? "" : parser.currentName();
            return reader.read(context.readTree(parser), name);
        }
    }

    private static final class PartWriter extends JsonSerializer<Extension> {
        @Override
        public void serialize(Extension part, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeTree(Seams.write(Seams.seamOf(part), part));
        }
    }

    /** Writes values of a type with a binding, and of its implementations. */
    private static final class BindingWriter<T> extends JsonSerializer<T> {

        private final Binding<T> binding;

        BindingWriter(Binding<T> binding) {
            this.binding = binding;
        }

        @Override
        public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeTree(binding.write(value));
        }
    }
}
