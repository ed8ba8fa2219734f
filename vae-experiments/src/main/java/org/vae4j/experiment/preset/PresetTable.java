package org.vae4j.experiment.preset;

/** Renders the table of all models in docs/models.md. */
final class PresetTable {

    private static final String FILES = "../vae-experiments/src/main/resources/org/vae4j/experiment/preset/";

    private PresetTable() {}

    /** The table in Markdown. */
    static String markdown() {
        StringBuilder table =
                new StringBuilder("| model | what it is | minimised per example | source | limit case or oracle |\n"
                        + "| --- | --- | --- | --- | --- |\n");
        for (Preset preset : Presets.all()) {
            table.append("| [`").append(preset.name()).append("`](").append(FILES);
            table.append(preset.name()).append(".yaml) | ").append(cell(preset.title()));
            table.append(" | ").append(cell(preset.formula()));
            table.append(" | ").append(cell(preset.source()));
            table.append(" | ").append(evidence(preset.evidence())).append(" |\n");
        }
        return table.toString();
    }

    private static String evidence(Preset.Evidence evidence) {
        return evidence.kind() == Preset.Evidence.Kind.TEST ? "`" + evidence.what() + "`" : cell(evidence.what());
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_");
    }
}
