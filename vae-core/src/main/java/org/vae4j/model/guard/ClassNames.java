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
 * Checks the names of classes in a network's JSON. DL4J instantiates each by its no-argument constructor and calls
 * setters, so only classes of network configurations are allowed: those of DL4J, of ND4J, of this library, and those
 * that an extension registers or declares.
 */
final class ClassNames {

    /** The fields of DL4J's JSON that name a class. */
    private static final Set<String> FIELDS = Set.of("@class", "type");

    private static final Pattern ALLOWED = Pattern.compile("("
            + "org\\.deeplearning4j\\.nn\\.(conf|weights|api)\\."
            + "|org\\.nd4j\\.linalg\\.(activations|learning|lossfunctions|schedule)\\."
            + "|org\\.vae4j\\."
            + ")[A-Za-z0-9_.$]+");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*(\\.[A-Za-z_$][A-Za-z0-9_$]*)*");

    /** Far deeper than the configuration of any network. */
    private static final int MAX_DEPTH = 64;
    /** Characters of a number: more than any double needs, few enough to parse fast. */
    private static final int MAX_NUMBER_LENGTH = 64;

    private ClassNames() {}

    /**
     * Checks JSON, decoded as DL4J decodes it. It is read token by token, so that no nesting can exhaust the stack.
     *
     * @throws Refusal when it is no JSON, names a class that is not allowed, or exceeds a limit
     */
    static void check(byte[] json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(new String(json, StandardCharsets.UTF_8))) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > MAX_DEPTH) {
                    throw new Refusal("JSON nested deeper than " + MAX_DEPTH);
                }
                if (token.isNumeric() && parser.getTextLength() > MAX_NUMBER_LENGTH) {
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
        // Some types use a field "type" for plain words; the name of a class has a dot.
        boolean plain = field.equals("type") && token.isScalarValue() && text.indexOf('.') < 0;
        if (!plain && (token != JsonToken.VALUE_STRING || !NAME.matcher(text).matches())) {
            throw new Refusal("a class '" + ModelFileGuard.printable(text) + "'");
        }
        if (!plain) {
            checkName(text);
        }
    }

    /** Searches for extensions only when a model names a class of one: most models do not. */
    private static void checkName(String name) throws IOException {
        boolean builtIn = ALLOWED.matcher(name).matches();
        if (!exists(name)) {
            throw Refusal.ofMissing(ModelFileGuard.printable(name));
        }
        if (!builtIn && !InstalledExtension.admitted().contains(name)) {
            throw Refusal.ofUndeclared(ModelFileGuard.printable(name));
        }
    }

    /** Whether DL4J would find a class. */
    private static boolean exists(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null && exists(name, context) || exists(name, ClassNames.class.getClassLoader());
    }

    /** Whether a loader finds a class; runs none of its code, not even its static initialiser. */
    private static boolean exists(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
