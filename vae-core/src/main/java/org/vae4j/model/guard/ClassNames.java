package org.vae4j.model.guard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * The classes that a network's JSON names. DL4J makes an object of each by its no-argument constructor and setters, so
 * only configurations of networks may be named: DL4J's, ND4J's, this library's own, and what a {@link ModelExtension}
 * declares.
 */
final class ClassNames {

    /** The fields by which DL4J's types choose a class. */
    private static final Set<String> FIELDS = Set.of("@class", "type");

    private static final Pattern ALLOWED = Pattern.compile("("
            + "org\\.deeplearning4j\\.nn\\.(conf|weights|api)\\."
            + "|org\\.nd4j\\.linalg\\.(activations|learning|lossfunctions|schedule)\\."
            + "|org\\.vae4j\\."
            + ")[A-Za-z0-9_.$]+");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*");

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER = 64;

    private ClassNames() {}

    /** Decoded as DL4J decodes it; token by token, so that no nesting can exhaust the stack. */
    static void check(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(new String(json, StandardCharsets.UTF_8))) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > MAX_DEPTH) {
                    throw new Refusal("JSON nested deeper than " + MAX_DEPTH);
                }
                if (token.isNumeric() && parser.getTextLength() > MAX_NUMBER) {
                    throw new Refusal("a number of " + parser.getTextLength() + " digits");
                }
                if (token == JsonToken.FIELD_NAME && FIELDS.contains(parser.getCurrentName())) {
                    checkValue(parser.getCurrentName(), parser.nextToken(), parser.getText());
                }
            }
        } catch (JsonProcessingException e) {
            throw new Refusal("a configuration that is not JSON");
        }
    }

    private static void checkValue(String field, JsonToken token, String text) throws IOException {
        // Other types have plain words in a field named "type"; a name of a class has a dot.
        boolean plain = field.equals("type") && token.isScalarValue() && text.indexOf('.') < 0;
        if (!plain && (token != JsonToken.VALUE_STRING || !NAME.matcher(text).matches())) {
            throw new Refusal("a class '" + ModelFileGuard.printable(text) + "'");
        }
        if (!plain) {
            checkName(text);
        }
    }

    /** Extensions are looked for only when a model asks for one: most models and computers have none. */
    private static void checkName(String name) throws IOException {
        boolean ours = ALLOWED.matcher(name).matches();
        if (!exists(name)) {
            throw Refusal.ofMissing(ModelFileGuard.printable(name));
        }
        if (!ours && !InstalledExtension.admitted().contains(name)) {
            throw Refusal.ofUndeclared(ModelFileGuard.printable(name));
        }
    }

    /** Looks for a class where DL4J would. */
    private static boolean exists(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null && exists(name, context) || exists(name, ClassNames.class.getClassLoader());
    }

    /** Looks for a class and runs nothing of it, not even its static initialiser. */
    private static boolean exists(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
