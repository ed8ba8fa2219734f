package org.vae4j.experiment.use.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Builds a graph of ONNX nodes. Inputs and outputs are batches of rows of 32-bit floats. Not safe for use by several
 * threads.
 */
final class OnnxGraph {

    /** The operators of ONNX 1.12: the first set with layer normalisation, and known to all current runtimes. */
    static final int OPSET = 17;

    private static final int IR_VERSION = 8;
    private static final String BATCH = "batch";

    private final Onnx.GraphProto.Builder graph;
    /** The number of constants so far, which makes their names unique. */
    private int constants;

    OnnxGraph(String name) {
        graph = Onnx.GraphProto.newBuilder().setName(name);
    }

    /** Adds an input of rows with so many columns. */
    void input(String name, int columns) {
        graph.addInput(rows(name, columns));
    }

    /** Adds an output of rows with so many columns; a node of this name must compute it. */
    void output(String name, int columns) {
        graph.addOutput(rows(name, columns));
    }

    private static Onnx.ValueInfoProto rows(String name, int columns) {
        Onnx.TensorShapeProto shape = Onnx.TensorShapeProto.newBuilder()
                .addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH))
                .addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(columns))
                .build();
        return Onnx.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(Onnx.TypeProto.newBuilder()
                        .setTensorType(Onnx.TypeProto.Tensor.newBuilder()
                                .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape)))
                .build();
    }

    /**
     * Adds a node.
     *
     * @param operator the operator of ONNX
     * @param output the name of the result
     * @param inputs the names of values and constants; an empty name leaves out an optional input
     * @param attributes the attributes of the operator: Integer, Float, String, or a list of Integer
     * @return {@code output}
     */
    String node(String operator, String output, List<String> inputs, Map<String, Object> attributes) {
        Onnx.NodeProto.Builder node = Onnx.NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addOutput(output)
                .addAllInput(inputs);
        attributes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> node.addAttribute(attribute(entry.getKey(), entry.getValue())));
        graph.addNode(node);
        return output;
    }

    /** Adds a node without attributes and returns {@code output}. */
    String node(String operator, String output, String... inputs) {
        return node(operator, output, List.of(inputs), Map.of());
    }

    private static Onnx.AttributeProto attribute(String name, Object value) {
        Onnx.AttributeProto.Builder attribute = Onnx.AttributeProto.newBuilder().setName(name);
        if (value instanceof Integer number) {
            attribute.setType(Onnx.AttributeProto.AttributeType.INT).setI(number);
        } else if (value instanceof Float number) {
            attribute.setType(Onnx.AttributeProto.AttributeType.FLOAT).setF(number);
        } else if (value instanceof String text) {
            attribute.setType(Onnx.AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
        } else {
            attribute.setType(Onnx.AttributeProto.AttributeType.INTS);
            ((List<?>) value).forEach(number -> attribute.addInts((Integer) number));
        }
        return attribute.build();
    }

    /**
     * Adds a constant of floats.
     *
     * @param user the name of the value that uses the constant, with which the constant's name begins
     * @param values finite numbers, the last index of the shape fastest
     * @param shape the sizes; none for a single number
     * @return the name of the constant
     */
    String floats(String user, float[] values, long... shape) {
        Onnx.TensorProto.Builder tensor = tensor(user, Onnx.TensorProto.DataType.FLOAT_VALUE, shape);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        user + ": found " + value + ", expected finite numbers: the training of this model has failed");
            }
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    /** Adds a vector of whole numbers and returns its name, which begins with the name of the value that uses it. */
    String integers(String user, long... values) {
        Onnx.TensorProto.Builder tensor = tensor(user, Onnx.TensorProto.DataType.INT64_VALUE, values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    /** Adds a parameter of a layer, row by row, and returns its name. */
    String matrix(String user, INDArray values, long... shape) {
        return floats(user, values.dup('c').reshape('c', 1, values.length()).toFloatVector(), shape);
    }

    private Onnx.TensorProto.Builder tensor(String user, int type, long... shape) {
        Onnx.TensorProto.Builder tensor =
                Onnx.TensorProto.newBuilder().setName(user + "/" + constants++).setDataType(type);
        Arrays.stream(shape).forEach(tensor::addDims);
        return tensor;
    }

    /** Completes the graph to the content of an ONNX file. */
    byte[] model(String producerVersion, Map<String, String> metadata) {
        Onnx.ModelProto.Builder model = Onnx.ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("vae4j")
                .setProducerVersion(producerVersion)
                .addOpsetImport(
                        Onnx.OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }
}
