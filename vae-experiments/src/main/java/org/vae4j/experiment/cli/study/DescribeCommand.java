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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vae describe}. */
@Command(
        name = "describe",
        description =
                "Says what an experiment does and shows every key with its value, shows a model's configuration, or explains"
                        + " a key such as model.prior.",
        mixinStandardHelpOptions = true)
public final class DescribeCommand implements Runnable {

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
        Optional<Study> study = KnownStudies.named(name);
        List<ConfigKey> keys = DescribedNames.keys(name);
        List<PartKey> parts = PartKey.of(name);
        Optional<ConfigKey> meant = DescribedNames.meant(name);
        if (preset.isPresent()) {
            describe(preset.get());
        } else if (study.isPresent()) {
            describe(study.get());
        } else if (!keys.isEmpty()) {
            print(KeyDescription.of(keys));
        } else if (meant.isPresent()) {
            print(KeyDescription.of(List.of(meant.get())));
        } else if (!parts.isEmpty()) {
            print(KeyDescription.ofPart(name, parts));
        } else {
            throw DescribedNames.unknown(name);
        }
    }

    private void print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        lines.forEach(out::println);
        out.flush();
    }

    private void describe(Preset preset) {
        if (!overrides.isEmpty()) {
            throw new ConfigException("found " + overrides.get(0) + " beside the model " + preset.name()
                    + ", expected none: save what is shown, change the file, and run it with --config");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(preset.text());
        out.println("# Run it: scripts/vae describe " + preset.name() + " > model.yaml; scripts/vae run mnist-vae"
                + " --config model.yaml" + dataOf(preset));
        out.flush();
    }

    /** Which two examples form a pair is known of generated data alone, and mnist-vae has MNIST. */
    private static String dataOf(Preset preset) {
        JsonNode data = Yaml.tree(preset.text(), preset.name()).path("data");
        return data.has("pairs") && !data.has("name") ? " data.name=sprites" : "";
    }

    private void describe(Study study) {
        ConfigResolver resolver = StudyRunner.resolver(study);
        PrintWriter out = spec.commandLine().getOut();
        out.println("# " + study.name() + ": " + study.summary());
        out.println("# Any key can be set: scripts/vae run " + study.name() + " seed=2");
        out.print(resolver.resolve(Optional.empty(), overrides).yaml());
        out.flush();
    }
}
