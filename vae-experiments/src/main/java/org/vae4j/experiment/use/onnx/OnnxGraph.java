package org.vae4j.experiment.use.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;

/** A graph of ONNX nodes that is being made. Every value is a batch of rows of 32-bit floats unless it is an image. */
final class OnnxGraph {

    /** The operators as of ONNX 1.12; it has layer normalisation, and every runtime of today knows it. */
    static final int OPSET = 17;

    private static final int IR_VERSION = 8;
    private static final String BATCH = "batch";

    private final Onnx.GraphProto.Builder graph;
    private int constants;

    OnnxGraph(String name) {
        graph = Onnx.GraphProto.newBuilder().setName(name);
    }

    void input(String name, int columns) {
        graph.addInput(rows(name, columns));
    }

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
     * @param operator of ONNX
     * @param output what its value is called
     * @param inputs names of values and constants; empty for one that is left out
     * @param attributes of the operator: whole numbers, lists of such, texts, or floats
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

    /** A constant of floats; gives its name. */
    String floats(String of, float[] values, long... shape) {
        Onnx.TensorProto.Builder tensor = tensor(of, Onnx.TensorProto.DataType.FLOAT_VALUE, shape);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        of + ": found " + value + ", expected finite numbers: the training of this model has failed");
            }
            tensor.addFloatData(value);
        }
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    /** A constant of whole numbers; gives its name. */
    String integers(String of, long... values) {
        Onnx.TensorProto.Builder tensor = tensor(of, Onnx.TensorProto.DataType.INT64_VALUE, values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    /** A parameter, row by row; gives its name. */
    String matrix(String of, INDArray values, long... shape) {
        return floats(of, values.dup('c').reshape('c', 1, values.length()).toFloatVector(), shape);
    }

    private Onnx.TensorProto.Builder tensor(String of, int type, long... shape) {
        Onnx.TensorProto.Builder tensor =
                Onnx.TensorProto.newBuilder().setName(of + "/" + constants++).setDataType(type);
        Arrays.stream(shape).forEach(tensor::addDims);
        return tensor;
    }

    /** The whole file. */
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
