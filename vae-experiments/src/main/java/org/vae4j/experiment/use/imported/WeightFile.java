package org.vae4j.experiment.use.imported;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vae4j.experiment.config.binding.ConfigException;

/**
 * A safetensors file that any program may have written. Opening it reads the header alone, and checks that every tensor
 * lies inside the file; nothing in it is ever executed.
 */
public final class WeightFile {

    /** The limit of the format itself. */
    private static final long LARGEST_HEADER = 100_000_000;

    private static final String METADATA = "__metadata__";
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;
    private final long start;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, StoredTensor> tensors = new TreeMap<>();

    private WeightFile(Path file, long start) {
        this.file = file;
        this.start = start;
    }

    /**
     * Opens a file.
     *
     * @param file a safetensors file
     * @return its header, checked
     * @throws ConfigException when it is none; of a pickle the message has the line of Python that converts it
     */
    public static WeightFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("found no file " + file + ", expected weights in safetensors");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            byte[] first = new byte[(int) Math.min(Long.BYTES, channel.size())];
            channel.read(ByteBuffer.wrap(first), 0);
            OtherFormat.refuse(file, first);
            long length = first.length < Long.BYTES
                    ? -1
                    : ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
            if (length < 2 || length > LARGEST_HEADER || length > channel.size() - Long.BYTES) {
                throw damaged(file, "no header of a length that fits the file");
            }
            ByteBuffer header = ByteBuffer.allocate((int) length);
            while (header.hasRemaining() && channel.read(header, Long.BYTES + header.position()) >= 0) {}
            WeightFile weights = new WeightFile(file, Long.BYTES + length);
            weights.parse(new String(header.array(), StandardCharsets.UTF_8), channel.size());
            return weights;
        } catch (IOException e) {
            throw new ConfigException("cannot read " + file + " (" + e.getMessage() + ")", e);
        }
    }

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

    private StoredTensor tensor(String name, JsonNode entry, long data) {
        JsonNode sizes = entry.path("shape");
        JsonNode offsets = entry.path("data_offsets");
        long[] shape = new long[sizes.size()];
        Arrays.setAll(shape, i -> sizes.get(i).asLong(-1));
        long begin = offsets.path(0).asLong(-1);
        long end = offsets.path(1).asLong(-1);
        ElementType type = type(name, entry.path("dtype").asText());
        long bytes = type.bytes();
        for (long length : shape) {
            if (length < 0 || length > data) {
                throw damaged(file, "tensor " + name + " of the shape " + sizes);
            }
            bytes *= length;
            if (bytes > data) {
                throw damaged(file, "tensor " + name + " of the shape " + sizes + ", larger than the file");
            }
        }
        if (bytes > Integer.MAX_VALUE) {
            throw new ConfigException(file + ": found tensor " + name + " of " + bytes
                    + " bytes, expected fewer than 2 GiB: no network of this library has a matrix of that size");
        }
        if (!sizes.isArray() || begin < 0 || end > data || end - begin != bytes) {
            throw damaged(file, "tensor " + name + " at " + offsets + ", which is no place of " + bytes + " bytes");
        }
        return new StoredTensor(type, Arrays.stream(shape).boxed().toList(), begin, end);
    }

    private ElementType type(String name, String dtype) {
        return Arrays.stream(ElementType.values())
                .filter(type -> type.name().equals(dtype))
                .findFirst()
                // Counters of batches and the like are no weights; only who asks for one is refused.
                .orElseGet(() -> ElementType.width(dtype)
                        .orElseThrow(() -> damaged(file, "tensor " + name + " of the unknown type " + dtype)));
    }

    /**
     * What the file says of itself.
     *
     * @param key of its metadata
     * @return nothing where it has none under this key
     */
    public Optional<String> note(String key) {
        return Optional.ofNullable(metadata.get(key));
    }

    /**
     * The tensors by their names.
     *
     * @return sorted
     */
    Map<String, StoredTensor> tensors() {
        return Map.copyOf(tensors);
    }

    /** The values of a tensor, the last index fastest; the name must be one of {@link #tensors}. */
    float[] values(String name) {
        StoredTensor tensor = tensors.get(name);
        if (!tensor.type().isReal()) {
            throw new ConfigException(file + ": found tensor " + name + " of "
                    + tensor.type().name().toLowerCase(Locale.ROOT) + ", expected floating-point numbers");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.end() - tensor.begin()))
                .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file)) {
            while (bytes.hasRemaining() && channel.read(bytes, start + tensor.begin() + bytes.position()) >= 0) {}
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
