package org.vae4j.experiment.study.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.vae4j.experiment.config.ConfigKey;
import org.vae4j.experiment.config.ConfigKeys;
import org.vae4j.experiment.study.Study;
import org.vae4j.experiment.study.runner.StudyRunner;

/** The tables of {@code docs/configuration.md}, made from the code so that they cannot say anything else. */
final class ConfigurationGuide {

    private ConfigurationGuide() {}

    /** Every key of every experiment, in Markdown. */
    static String tables() {
        StringBuilder text = new StringBuilder("## Keys of all experiments\n\n");
        text.append("| key | default | holds | meaning |\n| --- | --- | --- | --- |\n");
        for (ConfigKey key : ConfigKeys.common()) {
            String meaning = key.meaning().replace("<", "&lt;");
            text.append(row("`" + key.name() + "`", code(key.value()), key.type(), meaning));
        }
        text.append("\n## Keys of one experiment\n\nIn its section `study`.\n\n");
        text.append("| experiment | key | default | holds |\n| --- | --- | --- | --- |\n");
        for (Study study : Studies.all()) {
            for (ConfigKey key : own(study)) {
                text.append(row("`" + study.name() + "`", "`" + key.name() + "`", code(key.value()), key.type()));
            }
        }
        return text.toString();
    }

    private static List<ConfigKey> own(Study study) {
        return ConfigKeys.own(
                study.options(), StudyRunner.resolver(study).resolve(List.of()).study());
    }

    private static String code(String value) {
        return value.isEmpty() ? "" : "`" + value.replace("\n", " ") + "`";
    }

    private static String row(String... cells) {
        return Arrays.stream(cells)
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
