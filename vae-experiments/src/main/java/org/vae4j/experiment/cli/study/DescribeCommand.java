package org.vae4j.experiment.cli.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vae4j.experiment.config.ConfigKey;
import org.vae4j.experiment.config.ConfigResolver;
import org.vae4j.experiment.config.PartKey;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.config.binding.Yaml;
import org.vae4j.experiment.preset.Preset;
import org.vae4j.experiment.preset.Presets;
import org.vae4j.experiment.reproduce.KnownStudies;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.StudyRunner;
import org.vae4j.experiment.study.terminal.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code vae describe}, which explains experiments, models, parts and keys. */
@Command(
        name = "describe",
        description =
                "Says what an experiment does and shows every key with its value, shows a model's configuration, or"
                        + " explains a key such as model.prior.",
        mixinStandardHelpOptions = true)
public final class DescribeCommand implements Runnable {

    /** The experiment that a model is shown with. */
    private static final String EXPERIMENT = "mnist-vae";

    private static final String PAIRED_DATA = "data.name=sprites";

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            completionCandidates = DescribedNames.class,
            description = "A name that vae list or vae list --models shows, or a key of the configuration.")
    private String name;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Overrides to try out.")
    private List<String> overrides = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Optional<Preset> preset = Presets.named(name);
        if (preset.isPresent()) {
            describe(preset.get());
            return;
        }
        Optional<Study> study = KnownStudies.named(name);
        if (study.isPresent()) {
            describe(study.get());
            return;
        }
        List<String> lines = linesOfKey();
        requireNoOverrides(
                "the key " + name,
                "describe an experiment with them, as in vae describe " + EXPERIMENT + " "
                        + String.join(" ", overrides));
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(line -> out.println(Program.in(line)));
        out.flush();
    }

    /** The description of a key, or of a part such as a prior to which a key can be set. */
    private List<String> linesOfKey() {
        List<ConfigKey> keys = DescribedNames.keys(name);
        if (!keys.isEmpty()) {
            return KeyDescription.of(keys);
        }
        Optional<ConfigKey> meant = DescribedNames.meant(name);
        if (meant.isPresent()) {
            return KeyDescription.of(List.of(meant.get()));
        }
        List<PartKey> parts = PartKey.keysTaking(name);
        if (parts.isEmpty()) {
            throw DescribedNames.unknown(name);
        }
        return KeyDescription.ofPart(name, parts);
    }

    private void requireNoOverrides(String described, String remedy) {
        if (!overrides.isEmpty()) {
            throw new ConfigException(
                    "found " + overrides.get(0) + " beside " + described + ", expected none: " + remedy);
        }
    }

    /** Shows the file of a model as it is, because it is saved and read again. */
    private void describe(Preset preset) {
        requireNoOverrides(
                "the model " + preset.name(), "save what is shown, change the file, and run it with --config");
        PrintWriter out = spec.commandLine().getOut();
        out.print(preset.text());
        out.println(Program.in("# Run it: vae describe " + preset.name() + " > model.yaml; vae run " + EXPERIMENT
                + " --config model.yaml" + dataOf(preset)));
        out.flush();
    }

    /**
     * The override that names the data, where a model wants pairs of examples: only generated data tell which two
     * examples form a pair, and the data of {@link #EXPERIMENT} are recorded.
     */
    private static String dataOf(Preset preset) {
        JsonNode data = Yaml.tree(preset.text(), preset.name()).path("data");
        return data.has("pairs") && !data.has("name") ? " " + PAIRED_DATA : "";
    }

    /** Shows the configuration as it is, because it is saved and read again. */
    private void describe(Study study) {
        ConfigResolver resolver = StudyRunner.resolver(study);
        PrintWriter out = spec.commandLine().getOut();
        out.println("# " + study.name() + ": " + study.summary());
        out.println(Program.in("# Any key can be set: vae run " + study.name() + " seed=2"));
        out.print(resolver.resolve(overrides).yaml());
        out.flush();
    }
}
