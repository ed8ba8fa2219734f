package org.vae4j.experiment.rundir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads and writes the JSON of run directories and of {@code --json}. NaN and infinities, which JSON lacks, are written
 * as texts.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .build();

    private Json() {}

    /**
     * Writes a value as one line.
     *
     * @param value a value of maps, lists, records, numbers and texts
     * @return JSON without line breaks
     */
    public static String line(Object value) {
        return write(value, false);
    }

    /**
     * Writes a value with indentation.
     *
     * @param value a value of maps, lists, records, numbers and texts
     * @return JSON of several lines that ends with a line break
     */
    public static String pretty(Object value) {
        return write(value, true) + "\n";
    }

    /**
     * Converts a record to the fields of its JSON object.
     *
     * @param value a record
     * @return the values by the names of the fields, in their order
     */
    public static Map<String, Object> map(Object value) {
        return MAPPER.convertValue(value, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /**
     * Reads a JSON file.
     *
     * @param file the file
     * @param type the type of the value in the file
     * @param <T> the type of the value in the file
     * @return the value, never null
     * @throws IOException if the file cannot be read, or if it holds no value of this type
     */
    public static <T> T read(Path file, Class<T> type) throws IOException {
        T value;
        try {
            value = MAPPER.readValue(Files.readString(file), type);
        } catch (CharacterCodingException e) {
            throw new IOException("found no text in UTF-8", e);
        } catch (JsonMappingException e) {
            throw new IOException("found nothing, or a value of another kind" + place(e), e);
        } catch (JsonProcessingException e) {
            throw new IOException("found no JSON: " + e.getOriginalMessage(), e);
        }
        if (value == null) {
            throw new IOException("found null");
        }
        return value;
    }

    /** The place of an error in a file, as the names of the fields that lead to it. */
    private static String place(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining(" "));
        return path.isEmpty() ? "" : ", at " + path;
    }

    private static String write(Object value, boolean indent) {
        try {
            return indent
                    ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value)
                    : MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
