package org.vae4j.model.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.vae4j.kernel.Nonlinearity;
import org.vae4j.likelihood.Likelihood;
import org.vae4j.model.Decoder;
import org.vae4j.model.LatentModel;
import org.vae4j.model.spec.Bottleneck;
import org.vae4j.model.spec.ModelSpec;
import org.vae4j.objective.ElboObjective;
import org.vae4j.testing.BatchList;
import org.vae4j.testing.ExtensionJar;
import org.vae4j.train.TrainConfig;
import org.vae4j.train.Trainer;

/** Model files with classes of an extension: its jar is compiled here, with and without a declaration. */
class ModelExtensionTest {

    private static final INDArray X = Nd4j.create(new float[][] {{0.1f, 0.9f}, {0.8f, 0.3f}, {0.5f, 0.2f}});

    @TempDir
    Path folder;

    @Test
    void loadsAModelWhoseLikelihoodAJarDeclares() throws Exception {
        ExtensionJar jar = ExtensionJar.compile(folder, ExtensionJar.LAPLACE, ExtensionJar.DECLARATION);
        Path file = saved(jar);
        double[] before = jar.on(() -> LatentModel.load(file).negLogLikelihood(X, Nd4j.ones(3, 1)));
        assertThat(before).hasSize(3).doesNotContain(Double.NaN);
        Path decoder = folder.resolve("decoder.zip");
        jar.on(() -> {
            LatentModel.load(file).decoder().save(decoder);
            return null;
        });
        assertThat(jar.on(() -> Decoder.load(decoder).latent())).isEqualTo(1);
    }

    @Test
    void findsTheJarWithItsHashAndClasses() throws Exception {
        ExtensionJar jar = ExtensionJar.compile(folder, ExtensionJar.LAPLACE, ExtensionJar.DECLARATION);
        assertThat(InstalledExtension.all()).noneMatch(found -> found.jar().equals("mine.jar"));
        assertThat(jar.on(InstalledExtension::all))
                .contains(new InstalledExtension(
                        "mine.jar",
                        jar.sha256(),
                        Map.of(ModelExtension.class.getName(), List.of("mine.MyExtension")),
                        Set.of("mine.LaplaceLikelihood")));
    }

    @Test
    void admitsARegisteredClassWithoutADeclaration() throws Exception {
        ExtensionJar jar = ExtensionJar.compile(folder, ExtensionJar.LAPLACE, "package mine; public class NoPart {}");
        Path file = saved(jar);
        jar.register(Likelihood.class, "mine.LaplaceLikelihood", "java.util.ArrayList");
        jar.register(ElboObjective.class, "mine.NoPart");
        assertThat(jar.on(() -> LatentModel.load(file).negLogLikelihood(X, Nd4j.ones(3, 1))))
                .hasSize(3);
        assertThat(jar.on(InstalledExtension::all))
                .filteredOn(found -> found.jar().equals("mine.jar"))
                .singleElement()
                .satisfies(found -> assertThat(found.services())
                        .containsEntry(Likelihood.class.getName(), List.of("mine.LaplaceLikelihood")));
        assertThat(jar.on(InstalledExtension::admitted)).containsExactly("mine.LaplaceLikelihood");
    }

    @Test
    void refusesAClassThatNoJarRegistersOrDeclares() throws Exception {
        ExtensionJar jar = ExtensionJar.compile(folder, ExtensionJar.LAPLACE);
        Path file = saved(jar);
        assertRefused(
                () -> jar.on(() -> LatentModel.load(file)),
                "found a class 'mine.LaplaceLikelihood' in " + file,
                "org.vae4j.model.guard.ModelExtension");
    }

    @Test
    void refusesAModelWithoutItsJar() throws Exception {
        Path file = saved(ExtensionJar.compile(folder, ExtensionJar.LAPLACE, ExtensionJar.DECLARATION));
        assertRefused(
                () -> LatentModel.load(file), "'mine.LaplaceLikelihood'", "is not on the class path", "add its jar");
    }

    @Test
    void refusesAnExtensionThatDeclaresClassesOfOtherJars() throws Exception {
        for (String foreign : List.of("java.util.ArrayList", "org.nd4j.linalg.factory.Nd4j")) {
            ExtensionJar jar = ExtensionJar.compile(
                    Files.createDirectory(folder.resolve(foreign)),
                    ExtensionJar.LAPLACE,
                    ExtensionJar.declaring("LaplaceLikelihood", foreign));
            Path file = saved(jar);
            assertRefused(() -> jar.on(() -> LatentModel.load(file)), "declares " + foreign, "its own jar only");
        }
    }

    @Test
    void refusesAnExtensionWithoutAConstructorWithoutParameters() throws Exception {
        assertRefusedAsBroken("no-constructor", "public java", "public MyExtension(int needless) {} public java");
    }

    @Test
    void refusesAnExtensionThatThrows() throws Exception {
        assertRefusedAsBroken("throws", "return", "if (true) throw new IllegalStateException(\"so\"); return");
    }

    /** Compiles the declaration with {@code mistake} in place of a text, and expects that the extension is refused. */
    private void assertRefusedAsBroken(String name, String replaced, String mistake) throws Exception {
        ExtensionJar jar = ExtensionJar.compile(
                Files.createDirectory(folder.resolve(name)),
                ExtensionJar.LAPLACE,
                ExtensionJar.DECLARATION.replace(replaced, mistake));
        Path file = saved(jar);
        assertRefused(() -> jar.on(() -> LatentModel.load(file)), "found an extension that does not load");
    }

    /** Trains a model with the jar's likelihood and saves it. */
    private Path saved(ExtensionJar jar) throws Exception {
        Path file = folder.resolve("model.zip");
        jar.on(() -> {
            Likelihood likelihood = (Likelihood) ExtensionJar.make("mine.LaplaceLikelihood");
            ModelSpec spec = new ModelSpec(
                    2,
                    List.of(3),
                    1,
                    List.of(3),
                    Nonlinearity.TANH,
                    Bottleneck.GAUSSIAN,
                    likelihood,
                    ElboObjective.standard(),
                    1);
            LatentModel model = LatentModel.create(spec, new Sgd(0.05), 1);
            INDArray before = model.graph().params().dup();
            new Trainer(TrainConfig.epochs(2), List.of()).fit(model, new BatchList(List.of(X)));
            assertThat(model.graph().params()).isNotEqualTo(before);
            model.save(file);
            return null;
        });
        return file;
    }

    private static void assertRefused(Callable<?> load, String... text) {
        assertThatThrownBy(load::call)
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(text)
                .hasMessageContaining("expected")
                .message()
                .satisfies(message -> assertThat(message.lines()).hasSize(1));
    }
}
