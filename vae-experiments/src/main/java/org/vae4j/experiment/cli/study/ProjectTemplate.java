package org.vae4j.experiment.cli.study;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import org.vae4j.experiment.config.binding.ConfigException;
import org.vae4j.experiment.rundir.Provenance;
import org.vae4j.experiment.rundir.RunDirectoryException;

/**
 * The template of a project: the files of {@code examples/my-models}, which are resources of this jar, with the names
 * of the project and of its package replaced.
 *
 * @param name the name of the project and of its study: lower case words joined by hyphens
 */
record ProjectTemplate(String name) {

    static final List<String> FILES = List.of(
            "README.md",
            "pom.xml",
            "src/main/java/mymodels/EpochFile.java",
            "src/main/java/mymodels/LaplacePrior.java",
            "src/main/java/mymodels/LatentSizeTerm.java",
            "src/main/java/mymodels/LineReader.java",
            "src/main/java/mymodels/LogisticLikelihood.java",
            "src/main/java/mymodels/RingSource.java",
            "src/main/java/mymodels/RingStudy.java",
            "src/main/java/mymodels/SquaredError.java",
            "src/main/resources/META-INF/services/org.vae4j.data.catalog.DataSource",
            "src/main/resources/META-INF/services/org.vae4j.eval.Metric",
            "src/main/resources/META-INF/services/org.vae4j.experiment.study.Study",
            "src/main/resources/META-INF/services/org.vae4j.latent.Prior",
            "src/main/resources/META-INF/services/org.vae4j.likelihood.Likelihood",
            "src/main/resources/META-INF/services/org.vae4j.network.BlockSpec",
            "src/main/resources/META-INF/services/org.vae4j.objective.Term",
            "src/main/resources/META-INF/services/org.vae4j.train.CallbackSpec",
            "src/main/resources/mymodels/my-models.yaml",
            "src/test/java/mymodels/MyModelsTest.java");

    private static final String TEMPLATE_NAME = "my-models";
    private static final String TEMPLATE_PACKAGE = "mymodels";
    private static final Pattern NAMES = Pattern.compile(TEMPLATE_NAME + "|" + TEMPLATE_PACKAGE);

    /** The element of the template's pom.xml that names the version of this program. */
    private static final String VERSION = "(<vae.version>)[^<]*";

    ProjectTemplate {
        if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*") || !SourceVersion.isName(name.replace("-", ""))) {
            throw new ConfigException("found the name '" + name
                    + "', expected lower case words joined by hyphens, such as my-models: the project, its package and"
                    + " its study are called so");
        }
    }

    /**
     * Writes the project.
     *
     * @param folder a folder that is empty or does not exist
     * @throws ConfigException when the folder holds files
     * @throws IOException when a file of the template is missing from this build
     */
    void write(Path folder) throws IOException {
        if (Files.exists(folder) && !(Files.isDirectory(folder) && isEmpty(folder))) {
            throw new ConfigException("found " + folder
                    + ", expected a folder that is not there yet: choose another name, or move it away");
        }
        Map<Path, String> texts = new LinkedHashMap<>();
        for (String file : FILES) {
            texts.put(folder.resolve(renamed(file)), renamed(text(file)));
        }
        try {
            for (Map.Entry<Path, String> file : texts.entrySet()) {
                Files.createDirectories(file.getKey().getParent());
                Files.writeString(file.getKey(), file.getValue());
            }
        } catch (IOException e) {
            throw RunDirectoryException.unwritable(folder, e, "make room, or choose another folder");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Replaces the names of the template, and the version by that of this program. */
    private String renamed(String text) {
        // Both names are replaced in one pass, because the new name may contain the package's.
        String renamed = NAMES.matcher(text)
                .replaceAll(found -> found.group().equals(TEMPLATE_PACKAGE) ? name.replace("-", "") : name);
        String version = String.valueOf(Provenance.code().get("version"));
        // A build outside a checkout does not know its version, and the template's is kept.
        return version.equals("unknown") ? renamed : renamed.replaceFirst(VERSION, "$1" + version);
    }

    private static String text(String file) throws IOException {
        try (InputStream in = ProjectTemplate.class.getResourceAsStream("template/" + file)) {
            if (in == null) {
                throw new IOException(
                        "found no resource template/" + file + " in this build, expected it: build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
