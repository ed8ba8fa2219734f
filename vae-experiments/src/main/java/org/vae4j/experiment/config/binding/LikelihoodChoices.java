package org.vae4j.experiment.config.binding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.vae4j.experiment.config.section.LikelihoodChoice;
import org.vae4j.likelihood.Likelihood;

/** The binding of a likelihood: {@code auto}, or a part of the seam {@link Likelihood}. */
public final class LikelihoodChoices implements Binding<LikelihoodChoice> {

    static final String AUTO = "auto";

    /** The keys beside the likelihood that hold the setting of some likelihoods since version 0.1, by likelihood. */
    private static final Map<String, String> KEYS = Map.of("gaussian", "sigma", "gaussian_per_pixel", "minSigma");

    @Override
    public LikelihoodChoice read(JsonNode node, String path) {
        if (node.isTextual() && node.textValue().equalsIgnoreCase(AUTO)) {
            return new LikelihoodChoice.Auto();
        }
        return new LikelihoodChoice.Given((Likelihood) Seams.read(Likelihood.class, node, path));
    }

    @Override
    public JsonNode write(LikelihoodChoice choice) {
        return choice instanceof LikelihoodChoice.Given given
                ? Seams.write(Likelihood.class, given.likelihood())
                : JsonNodeFactory.instance.textNode(AUTO);
    }

    @Override
    public String expected() {
        return Seams.expected(Likelihood.class);
    }

    /**
     * Rewrites {@code likelihood: {gaussian: {sigma: 0.1}}} as {@code likelihood: gaussian} and {@code sigma: 0.1}, so
     * that one model has one form and one hash, which version 0.1 gave it.
     *
     * @param model the section, which is changed
     * @param source the source of the section, for messages
     * @throws ConfigException if both the setting and the key are given
     */
    public static void useKeys(JsonNode model, String source) {
        if (!(model instanceof ObjectNode section) || !section.has("likelihood")) {
            return;
        }
        JsonNode likelihoodNode = Flow.unpacked(section.get("likelihood"), "model.likelihood");
        if (!likelihoodNode.isObject() || likelihoodNode.size() != 1) {
            return;
        }
        Map.Entry<String, JsonNode> given =
                likelihoodNode.properties().iterator().next();
        KEYS.forEach((likelihood, key) -> {
            JsonNode inner = Flow.unpacked(given.getValue(), "model.likelihood");
            JsonNode value = inner.isObject() && inner.size() == 1 ? inner.path(key) : inner;
            if (given.getKey().equalsIgnoreCase(likelihood) && value.isValueNode() && !value.isNull()) {
                if (section.has(key)) {
                    throw new ConfigException(source + ": found model.likelihood." + likelihood + " and model." + key
                            + ", expected one of them: both say the same setting");
                }
                section.put("likelihood", likelihood);
                section.set(key, value);
            }
        });
    }
}
