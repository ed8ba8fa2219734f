package org.vae4j.layers;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.Layer;

/** The settings of layers as a file holds them: fields that DL4J's JSON reader fills without a constructor. */
final class LayerSettings {

    /**
     * Settings for which every value is valid: seeds, switches, and what may be absent, such as the role of noise, whose
     * default is the layer's name, or a schedule of β, which is 1 without one.
     */
    private static final Set<String> FREE = Set.of("noiseSeed", "role", "beta", "parts", "auxiliaries", "roles");

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
                        && !FREE.contains(field.getName())) {
                    fields.add(field);
                }
            }
        }
        return fields;
    }

    /** Sets a number to one that no setting allows, and anything else to null. */
    static void damage(Field setting, Layer layer) {
        try {
            setting.setAccessible(true);
            if (setting.getType() == int.class || setting.getType() == Integer.class) {
                setting.set(layer, -1);
            } else if (setting.getType() == double.class) {
                setting.set(layer, Double.NaN);
            } else {
                setting.set(layer, null);
            }
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
