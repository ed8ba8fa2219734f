package org.vae4j.experiment.use.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs ONNX Runtime in a separate process. Its native library and those of ND4J cannot be loaded into one process:
 * version 1.29.0 then ends it with a segmentation fault. The two processes exchange models and matrices over the
 * standard streams of the child.
 */
public final class OnnxRuntimeProcess implements AutoCloseable {

    private static final int MAX_EXIT_SECONDS = 20;

    private final Process process;
    private final DataOutputStream requests;
    private final DataInputStream answers;

    /** The metadata of a model file, and the outputs for some inputs. */
    record Answer(Map<String, String> metadata, Map<String, float[][]> values) {}

    OnnxRuntimeProcess() throws IOException {
        String classPath = location(OnnxRuntimeProcess.class) + File.pathSeparator + location(OrtEnvironment.class);
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        OnnxRuntimeProcess.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    }

    /** The folder or jar that a class was loaded from. */
    private static Path location(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /**
     * Evaluates a model.
     *
     * @param model the content of an ONNX file
     * @param inputs the inputs by name, each a matrix with at least one row
     * @throws AssertionError if ONNX Runtime refuses the model or the inputs
     */
    Answer run(byte[] model, Map<String, float[][]> inputs) throws IOException {
        requests.writeInt(model.length);
        requests.write(model);
        write(requests, inputs);
        requests.flush();
        String error = answers.readUTF();
        if (!error.isEmpty()) {
            throw new AssertionError("ONNX Runtime: " + error);
        }
        Map<String, String> metadata = new TreeMap<>();
        for (int i = answers.readInt(); i > 0; i--) {
            metadata.put(answers.readUTF(), answers.readUTF());
        }
        return new Answer(metadata, read(answers));
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            if (!process.waitFor(MAX_EXIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The child process: answers requests until the stream of requests ends. */
    public static void main(String[] arguments) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out));
        for (; ; ) {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException e) {
                return;
            }
            byte[] model = in.readNBytes(length);
            answer(model, read(in), out);
            out.flush();
        }
    }

    private static void answer(byte[] model, Map<String, float[][]> values, DataOutputStream out) throws IOException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> inputs = new TreeMap<>();
        try (OrtSession session = environment.createSession(model)) {
            for (Map.Entry<String, float[][]> value : values.entrySet()) {
                inputs.put(value.getKey(), OnnxTensor.createTensor(environment, value.getValue()));
            }
            Map<String, float[][]> results = new TreeMap<>();
            try (OrtSession.Result result = session.run(inputs)) {
                for (Map.Entry<String, OnnxValue> output : result) {
                    results.put(output.getKey(), (float[][]) output.getValue().getValue());
                }
            }
            out.writeUTF("");
            Map<String, String> metadata = session.getMetadata().getCustomMetadata();
            out.writeInt(metadata.size());
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeUTF(entry.getValue());
            }
            write(out, results);
        } catch (OrtException e) {
            out.writeUTF(String.valueOf(e.getMessage()));
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private static void write(DataOutputStream out, Map<String, float[][]> matrices) throws IOException {
        out.writeInt(matrices.size());
        for (Map.Entry<String, float[][]> matrix : matrices.entrySet()) {
            out.writeUTF(matrix.getKey());
            out.writeInt(matrix.getValue().length);
            out.writeInt(matrix.getValue()[0].length);
            for (float[] row : matrix.getValue()) {
                for (float value : row) {
                    out.writeFloat(value);
                }
            }
        }
    }

    private static Map<String, float[][]> read(DataInputStream in) throws IOException {
        Map<String, float[][]> matrices = new TreeMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            String name = in.readUTF();
            float[][] matrix = new float[in.readInt()][];
            int columns = in.readInt();
            for (int row = 0; row < matrix.length; row++) {
                matrix[row] = new float[columns];
                for (int j = 0; j < columns; j++) {
                    matrix[row][j] = in.readFloat();
                }
            }
            matrices.put(name, matrix);
        }
        return matrices;
    }
}
