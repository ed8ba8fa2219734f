package org.vae4j.layers;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.Layer;

/** The settings of layers as a file holds them: fields that DL4J's JSON reader fills without a constructor. */
final class LayerSettings {

    /**
     * Settings that may be absent: the role of noise, whose default is the layer's name, a schedule of β, which is 1
     * without one, and what only some models have.
     */
    private static final Set<String> OPTIONAL = Set.of(
            "GaussianSamplingLayer.role",
            "KlBottleneckLayer.role",
            "KlBottleneckLayer.beta",
            "VariationalOutputLayer.parts",
            "VariationalOutputLayer.auxiliaries",
            "VariationalOutputLayer.roles");

    /** Whole numbers that may be 0. */
    private static final Set<String> MAY_BE_ZERO =
            Set.of("NormBlock.channels", "VariationalOutputLayer.latent", "VariationalOutputLayer.condition");

    private LayerSettings() {}

    static boolean isOurs(Layer layer) {
        return layer instanceof ParameterlessLayer || layer instanceof ParameterisedLayer;
    }

    /** The settings of a class of layers that have a range or must be there. */
    static List<Field> checked(Class<?> layer) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> c = layer;
                c != ParameterlessLayer.class && c != ParameterisedLayer.class;
                c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())
                        && field.getType() != boolean.class
                        && field.getType() != long.class
                        && !OPTIONAL.contains(name(field))) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    private static String name(Field field) {
        return field.getDeclaringClass().getSimpleName() + "." + field.getName();
    }

    /** Values that the setting does not allow; null for anything that is no number. */
    static List<Object> invalid(Field setting) {
        if (setting.getType() == int.class || setting.getType() == Integer.class) {
            return MAY_BE_ZERO.contains(name(setting)) ? List.of(-1) : List.of(-1, 0);
        }
        return setting.getType() == double.class
                ? List.of(Double.NaN, -1.0, Double.POSITIVE_INFINITY)
                : Collections.singletonList(null);
    }

    static void set(Field setting, Layer layer, Object value) {
        try {
            setting.setAccessible(true);
            setting.set(layer, value);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
