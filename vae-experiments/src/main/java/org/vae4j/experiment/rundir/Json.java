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
 * JSON as the run directory and {@code --json} have it. A NaN or an infinity is written as text, as JSON has neither.
 */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .build();

    private Json() {}

    /**
     * One line.
     *
     * @param value maps, lists, records, numbers, text
     * @return JSON without line breaks
     */
    public static String line(Object value) {
        return write(value, false);
    }

    /**
     * Several lines, for people.
     *
     * @param value maps, lists, records, numbers, text
     * @return JSON that ends with a line break
     */
    public static String pretty(Object value) {
        return write(value, true) + "\n";
    }

    /**
     * A record as what its object in JSON holds.
     *
     * @param value a record
     * @return name to value, in order
     */
    public static Map<String, Object> map(Object value) {
        return MAPPER.convertValue(value, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /**
     * Reads a file.
     *
     * @param file JSON
     * @param type what it holds
     * @param <T> what it holds
     * @return the value
     * @throws IOException when the file cannot be read or does not hold that, {@code null} included
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

    /** Where in the file, in the words of the file. */
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
