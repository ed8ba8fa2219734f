package org.vae4j.experiment.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.vae4j.data.DataException;
import org.vae4j.data.Factor;
import org.vae4j.data.catalog.Attribution;
import org.vae4j.data.catalog.Datasets;
import org.vae4j.data.source.own.DataDescription;
import org.vae4j.experiment.config.BoundNames;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.ExperimentConfig;
import org.vae4j.experiment.config.LikelihoodProtocol;
import org.vae4j.experiment.config.ModelDescription;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.formula.Notation;
import org.vae4j.experiment.config.formula.ObjectiveFormula;
import org.vae4j.experiment.config.formula.TrainedBound;
import org.vae4j.experiment.config.section.DataConfig;
import org.vae4j.experiment.config.section.ModelConfig;
import org.vae4j.experiment.report.image.Caption;
import org.vae4j.experiment.report.latent.LatentNames;
import org.vae4j.experiment.report.latent.LatentTable;
import org.vae4j.experiment.report.latent.Trait;
import org.vae4j.experiment.report.text.ExampleCounts;
import org.vae4j.experiment.report.text.LogWarnings;
import org.vae4j.experiment.rundir.Json;
import org.vae4j.experiment.rundir.RunDirectoryException;
import org.vae4j.experiment.rundir.RunFiles;
import org.vae4j.experiment.rundir.RunStatus;
import org.vae4j.latent.Space;

/**
 * The content of a run directory, read leniently: a report is wanted most of runs that went wrong.
 *
 * @param root the run directory
 * @param configText {@code config.yaml} as it stands
 * @param config the same as a tree; missing where it cannot be read
 * @param provenance {@code provenance.json}; missing where it cannot be read
 * @param status {@code status.json}, when it can be read
 * @param metrics one object per epoch
 * @param evaluations {@code eval/*.json} by name without the ending
 */
record RunContents(
        Path root,
        String configText,
        JsonNode config,
        JsonNode provenance,
        Optional<RunStatus> status,
        List<JsonNode> metrics,
        Map<String, JsonNode> evaluations) {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** Whether a directory holds a run. */
    static boolean isRun(Path root) {
        return Files.isRegularFile(root.resolve("config.yaml"));
    }

    /** Reads; {@link RunDirectoryException} when it is no run directory. */
    static RunContents read(Path root) {
        if (!isRun(root)) {
            throw RunDirectoryException.noRun(root);
        }
        String text = text(root.resolve("config.yaml"));
        return new RunContents(
                root,
                text,
                yaml(text),
                json(root.resolve("provenance.json")),
                RunFiles.in(root).statusIfReadable(),
                RunFiles.in(root).metricsIfReadable().orElse(List.of()),
                evaluations(root.resolve("eval")));
    }

    /** "mnist-vae". */
    String experiment() {
        return config.path("experiment")
                .asText(root.toAbsolutePath().normalize().getFileName().toString());
    }

    /** The name of the directory. */
    String name() {
        return root.toAbsolutePath().normalize().getFileName().toString();
    }

    /** An evaluation's result; missing where there is none. */
    JsonNode evaluation(String name) {
        return evaluations.getOrDefault(name, MissingNode.getInstance());
    }

    /**
     * The estimate of −log p(x) that says most, whatever others there are: of the most examples, then of the model that
     * trained longest, then of the most samples; missing where there is none.
     */
    JsonNode likelihood() {
        return evaluations.entrySet().stream()
                .filter(e -> e.getKey().startsWith("nll")
                        && e.getValue().path("negLogLikelihoodNats").isNumber())
                .map(Map.Entry::getValue)
                .max(Comparator.<JsonNode>comparingLong(e -> e.path("examples").asLong())
                        .thenComparingInt(e -> e.path("epoch").asInt())
                        .thenComparingInt(e -> e.path("samples").asInt()))
                .orElse(MissingNode.getInstance());
    }

    /** The data of its likelihoods; empty if it trained no model or its configuration does not say. */
    Optional<LikelihoodProtocol> protocol() {
        try {
            ExperimentConfig stored = ConfigResolver.stored(root.resolve("config.yaml"));
            return data().map(own -> LikelihoodProtocol.of(stored, own))
                    .orElseGet(() -> LikelihoodProtocol.of(stored))
                    .map(protocol -> ofBatches(stored) ? protocol.ofBatches() : protocol);
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    /** The trained model in words; empty if there is none, or its configuration cannot be read. */
    Optional<ModelDescription> description() {
        return stored().flatMap(config ->
                data().map(own -> ModelDescription.of(config, own)).orElseGet(() -> ModelDescription.of(config)));
    }

    /** The configuration as it is read today; nothing where it can't be. */
    Optional<ExperimentConfig> stored() {
        try {
            return Optional.of(ConfigResolver.stored(root.resolve("config.yaml")));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    /** The configuration without what has no effect; as it stands where it can't be read today. */
    String effectiveConfig() {
        return stored().map(ExperimentConfig::yamlOfEffect).orElse(configText);
    }

    /** The objective; empty if no model was trained, or its configuration cannot be read. */
    Optional<ObjectiveFormula> objective() {
        return stored().flatMap(config -> config.model()
                .flatMap(model -> config.objective().map(objective -> ObjectiveFormula.of(model, objective))));
    }

    /** The bound that is trained, where it is not the ELBO; nothing where the configuration cannot be read. */
    Optional<TrainedBound> trainedBound() {
        return stored().flatMap(config -> config.model()
                .flatMap(model -> config.objective().flatMap(objective -> TrainedBound.of(model, objective))));
    }

    /** The examples that epochs are judged by: {@code valid} where there are any, else {@code test}. */
    String heldOutPart() {
        return metrics.stream().anyMatch(line -> line.has("valid")) ? "valid" : "test";
    }

    /** So many examples of a part in words. */
    String examples(String part, long count) {
        return ExampleCounts.of(provenance.path("data").asText("")).first(part, count);
    }

    /** The quantity that the ELBO bounds: no density of x where p(x|z) is none of the values that x has. */
    String negLogEvidence() {
        return Cautions.isGrey(this)
                ? notation().in("−log ∫ p(x|z) p(z) dz (no density of values between 0 and 1)")
                : notation().in("−log p(x)");
    }

    /** The notation of its densities. */
    Notation notation() {
        return config.path("model").path("condition").asText().equals("label") ? Notation.LABELLED : Notation.PLAIN;
    }

    /** The names of its dimensions: those of one level where the configuration cannot be read. */
    LatentNames latentNames() {
        List<Integer> levels = new ArrayList<>();
        stored().flatMap(ExperimentConfig::model).ifPresent(model -> {
            levels.add(model.latent());
            model.hierarchy().levels().forEach(level -> levels.add(level.latent()));
        });
        return levels.isEmpty() ? LatentNames.of(1) : new LatentNames(levels);
    }

    /** The known properties of the examples: the classes of the user's own data, the factors of generated ones. */
    List<Trait> traits(LatentTable latents) {
        List<Factor> factors = stored().flatMap(ExperimentConfig::data)
                .map(DataConfig::generatedFactors)
                .orElse(List.of());
        List<String> classes = data().map(DataDescription::classNames).orElse(List.of());
        return latents.traits().stream()
                .map(name -> factors.stream()
                        .filter(factor -> factor.name().equals(name))
                        .findFirst()
                        .map(factor -> new Trait(name, List.of(), factor.period()))
                        .orElseGet(() -> new Trait(name, classes, 0)))
                .toList();
    }

    /**
     * The settings that differ from the experiment's defaults; empty where none does, or an earlier version
     * ran it.
     */
    String differences() {
        return StreamSupport.stream(provenance.path("differs").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    /** The names of its numbers: a code has no ELBO, though earlier versions wrote one. */
    BoundNames names() {
        JsonNode test = evaluation("test");
        BoundNames stored = BoundNames.in(
                !test.isMissingNode() || metrics.isEmpty()
                        ? test
                        : metrics.get(metrics.size() - 1).path("train"));
        boolean code = config.path("model").path("kind").asText().equals("autoencoder");
        return code && stored == BoundNames.NATS ? BoundNames.CODE : stored;
    }

    /** A description of data of the user's own; empty for a data set of the catalogue. */
    Optional<DataDescription> data() {
        return RunFiles.in(root).dataIfReadable();
    }

    /** The origin of a data set of the catalogue; blank for data of the user's own. */
    Attribution attribution() {
        JsonNode data = config.path("data");
        if (!data.path("name").isTextual() || data.path("source").isTextual()) {
            return Attribution.UNKNOWN;
        }
        try {
            return Datasets.attribution(data.path("name").asText());
        } catch (DataException e) {
            // A jar on the class path is broken, which is no reason to have no report.
            return Attribution.UNKNOWN;
        }
    }

    /** Whether each batch was evaluated with a sigma of its own: version 0.1 did that, and recorded no sigma. */
    private boolean ofBatches(ExperimentConfig stored) {
        boolean optimal = stored.model().filter(ModelConfig::fitsSigma).isPresent();
        JsonNode last = evaluations.containsKey("test")
                ? evaluation("test")
                : metrics.isEmpty() ? MissingNode.getInstance() : metrics.get(metrics.size() - 1);
        return optimal && !last.isMissingNode() && !last.path("sigma").isNumber();
    }

    /** The last diagnostics, of the test or of an epoch; missing where there are none. */
    JsonNode diagnostics() {
        JsonNode test = evaluation("test").path("diagnostics");
        if (test.isObject()) {
            return test;
        }
        for (int i = metrics.size() - 1; i >= 0; i--) {
            if (metrics.get(i).path("diagnostics").isObject()) {
                return metrics.get(i).path("diagnostics");
            }
        }
        return MissingNode.getInstance();
    }

    /**
     * Whether the divergence from the prior is a sum over the dimensions, so that each can be held against N(0, 1): of
     * runs without diagnostics nothing else is known.
     */
    boolean hasIndependentDimensions() {
        JsonNode kl = diagnostics().path("klPerDimensionNats");
        return !kl.isArray() || !kl.isEmpty();
    }

    /** The space of the latents; ℝⁿ where the configuration does not say. */
    Space space() {
        return stored().flatMap(ExperimentConfig::model)
                .filter(model -> model.kind() == ModelConfig.Kind.VAE)
                .map(model -> model.posterior().space())
                .orElse(Space.EUCLIDEAN);
    }

    /** The posteriors of test examples; empty if they were not written, or if the file is damaged. */
    Optional<LatentTable> latents() {
        try {
            return LatentTable.read(root.resolve("eval/latents.csv"));
        } catch (IOException e) {
            // The page lists the file among those that cannot be read.
            return Optional.empty();
        }
    }

    /** Files that are there and can't be read; a page without their numbers would look whole. */
    List<String> unreadable() {
        List<String> names = new ArrayList<>();
        evaluations.forEach((name, content) -> {
            if (!content.isObject()) {
                names.add("eval/" + name + ".json");
            }
        });
        if (Files.isRegularFile(root.resolve("provenance.json")) && !provenance.isObject()) {
            names.add("provenance.json");
        }
        if (RunFiles.in(root).metricsIfReadable().isEmpty()) {
            names.add("metrics.jsonl");
        }
        if (Files.isRegularFile(root.resolve("eval/latents.csv")) && latents().isEmpty()) {
            names.add("eval/latents.csv");
        }
        if (Caption.areDamaged(root.resolve("figures"))) {
            names.add("figures/captions.json");
        }
        return names;
    }

    /** The first warnings and errors of the log. */
    List<String> logged() {
        return LogWarnings.of(root.resolve("log.txt"));
    }

    /**
     * The captions of the pictures, by their names; empty where they cannot be read, and the pictures are
     * then shown by their names.
     */
    Map<String, Caption> captions() {
        try {
            return Caption.readAll(root.resolve("figures"));
        } catch (RunDirectoryException e) {
            return Map.of();
        }
    }

    /** The pictures, in the order of their captions, then by name. */
    List<Path> figures() {
        Path folder = root.resolve("figures");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> order = new ArrayList<>(captions().keySet());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().matches("(?i).*\\.(png|gif)"))
                    .sorted(java.util.Comparator.<Path>comparingInt(f -> {
                                int at = order.indexOf(f.getFileName().toString());
                                return at < 0 ? order.size() : at;
                            })
                            .thenComparing(f -> f.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Map<String, JsonNode> evaluations(Path folder) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(f -> f.toString().endsWith(".json"))
                        .sorted()
                        .forEach(f -> found.put(f.getFileName().toString().replaceFirst("\\.json$", ""), json(f)));
            } catch (IOException e) {
                return found;
            }
        }
        return found;
    }

    private static JsonNode json(Path file) {
        try {
            return Json.read(file, JsonNode.class);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new RunDirectoryException("cannot read " + file + " (" + e.getMessage() + "), expected text", e);
        }
    }
}
