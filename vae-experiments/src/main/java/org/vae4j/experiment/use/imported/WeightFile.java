package org.vae4j.experiment.use.imported;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * Reads a safetensors file that any program may have written. Opening a file reads its header only and checks that
 * every tensor lies inside the file. Nothing in the file is ever executed.
 */
public final class WeightFile {

    /** The limit that the format itself sets. */
    private static final long MAX_HEADER_BYTES = 100_000_000;
    /** A JSON object has at least two characters. */
    private static final long MIN_HEADER_BYTES = 2;

    private static final String METADATA = "__metadata__";
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;
    /** The offset of the first value in the file. */
    private final long start;

    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, StoredTensor> tensors = new TreeMap<>();

    private WeightFile(Path file, long start) {
        this.file = file;
        this.start = start;
    }

    /**
     * Opens a file and checks its header.
     *
     * @param file a safetensors file
     * @return the opened file
     * @throws ConfigException if it is no safetensors file; for a pickle, the message has a line of Python that
     *     converts it
     */
    public static WeightFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("found no file " + file + ", expected weights in safetensors");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            byte[] first = new byte[(int) Math.min(Long.BYTES, channel.size())];
            readFully(channel, ByteBuffer.wrap(first), 0);
            OtherFormat.refuse(file, first);
            long length = first.length < Long.BYTES
                    ? -1
                    : ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (length < MIN_HEADER_BYTES || length > MAX_HEADER_BYTES || length > channel.size() - Long.BYTES) {
                throw damaged(file, "no header of a length that fits the file");
            }
            ByteBuffer header = ByteBuffer.allocate((int) length);
            readFully(channel, header, Long.BYTES);
            WeightFile weights = new WeightFile(file, Long.BYTES + length);
            weights.parse(new String(header.array(), StandardCharsets.UTF_8), channel.size());
            return weights;
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + " (" + e.getMessage() + ")", e);
        }
    }

    /** Fills a buffer from a place of a file; a file that ends earlier is an error. */
    private static void readFully(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException("it ends " + buffer.remaining() + " bytes early");
            }
        }
    }

    /** Reads the header of a file of the given size. */
    private void parse(String header, long size) {
        JsonNode root;
        try {
            root = STRICT.readTree(header);
        } catch (JsonProcessingException e) {
            throw damaged(file, "a header that is no JSON: " + e.getOriginalMessage());
        }
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals(METADATA)) {
                entry.getValue()
                        .properties()
                        .forEach(note ->
                                metadata.put(note.getKey(), note.getValue().asText()));
            } else {
                tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), size - start));
            }
        }
        if (tensors.isEmpty()) {
            throw damaged(file, "no tensor in its header");
        }
    }

    /** Checks the entry of a tensor in a file with so many bytes behind the header. */
    private StoredTensor tensor(String name, JsonNode entry, long dataBytes) {
        JsonNode sizes = entry.path("shape");
        JsonNode offsets = entry.path("data_offsets");
        long[] shape = new long[sizes.size()];
        Arrays.setAll(shape, i -> sizes.get(i).asLong(-1));
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        ElementType type = type(name, entry.path("dtype").asText());
        long bytes = type.bytes();
        for (long length : shape) {
            if (length < 0 || length > dataBytes) {
                throw damaged(file, "tensor " + name + " of the shape " + sizes);
            }
            // By division, since the product may overflow.
            if (bytes > 0 && length > dataBytes / bytes) {
                throw damaged(file, "tensor " + name + " of the shape " + sizes + ", larger than the file");
            }
            bytes *= length;
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new ConfigException(file + ": found tensor " + name + " of " + bytes
                    + " bytes, expected fewer than 2 GiB: no network of this library has a matrix of that size");
        }
        if (!sizes.isArray() || begin < 0 || end > dataBytes || end - begin != bytes) {
            throw damaged(file, "tensor " + name + " at " + offsets + ", which is no place of " + bytes + " bytes");
        }
        return new StoredTensor(type, Arrays.stream(shape).boxed().toList(), begin, end);
    }

    /** The type of a tensor. Integers, such as counters of batches, are refused only when their values are read. */
    private ElementType type(String name, String dtype) {
        return ElementType.named(dtype)
                .orElseThrow(() -> damaged(file, "tensor " + name + " of the unknown type " + dtype));
    }

    /**
     * A note from the metadata of the file.
     *
     * @param key the key of the note
     * @return the note; empty if there is none under this key
     */
    public Optional<String> note(String key) {
        return Optional.ofNullable(metadata.get(key));
    }

    /**
     * The tensors by their names.
     *
     * @return an unmodifiable map, sorted by name
     */
    Map<String, StoredTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * Reads the values of a tensor.
     *
     * @param name the name of one of {@link #tensors}
     * @return the values, the last index fastest
     * @throws ConfigException if the values are no finite floating-point numbers, or if they cannot be read
     */
    float[] values(String name) {
        StoredTensor tensor = tensors.get(name);
        if (!tensor.type().isReal()) {
            throw new ConfigException(file + ": found tensor " + name + " of "
                    + tensor.type().name().toLowerCase(Locale.ROOT) + ", expected floating-point numbers");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.end() - tensor.begin()))
                .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file)) {
            readFully(channel, bytes, start + tensor.begin());
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + " (" + e.getMessage() + ")", e);
        }
        float[] values = new float[bytes.capacity() / tensor.type().bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.type().value(bytes, i);
            if (!Float.isFinite(values[i])) {
                throw new ConfigException(file + ": found " + values[i] + " in tensor " + name
                        + ", expected finite numbers: the training of this model has failed");
            }
        }
        return values;
    }

    /** {@return the path that was opened} */
    Path file() {
        return file;
    }

    private static ConfigException damaged(Path file, String found) {
        return new ConfigException(file + ": found " + found
                + ", expected a safetensors file: write it again, by safetensors.torch.save_file");
    }
}
