package org.vae4j.data.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vae4j.data.DataException;
import org.vae4j.data.DataRange;
import org.vae4j.data.ImageSet;
import org.vae4j.data.ImageShape;
import org.vae4j.data.Split;
import org.vae4j.data.source.DataFolders;
import org.vae4j.data.source.Source;
import org.vae4j.data.source.SourceProvider;

/** Data sets of other jars, which are found by a line in a service file. */
class DataSourceTest {

    private static final ImageShape SHAPE = new ImageShape(1, 2, 3);

    @TempDir
    Path jar;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restoreClassLoader() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private void install(Class<?> seam, Class<?>... classes) throws IOException {
        Path services = Files.createDirectories(jar.resolve("META-INF/services"));
        Files.write(
                services.resolve(seam.getName()),
                List.of(classes).stream().map(Class::getName).toList());
        Thread.currentThread()
                .setContextClassLoader(new URLClassLoader(new URL[] {jar.toUri().toURL()}, before));
    }

    private static Split twoImages(String name) {
        ImageSet train = ImageSet.builder(name + "/train", SHAPE, new byte[12]).build();
        return new Split(train, Optional.empty(), train.head(1).named(name + "/test"));
    }

    /** A data set with files, which can be fetched and verified like those of this project. */
    public static final class Recorded implements DataSource, Source {
        @Override
        public String name() {
            return "recorded";
        }

        @Override
        public String summary() {
            return "two images";
        }

        @Override
        public DataRange values() {
            return DataRange.LEVELS;
        }

        @Override
        public Attribution attribution() {
            return new Attribution("a test", "", "none");
        }

        @Override
        public ImageShape imageShape() {
            return SHAPE;
        }

        @Override
        public Split open(DataFolders folders) {
            return load(folders);
        }

        @Override
        public Split load(DataFolders folders) {
            return twoImages(name());
        }

        @Override
        public void verify(Path path, String file) {
            throw new DataException(path + " is wrong: copy " + file);
        }

        @Override
        public List<String> files() {
            return List.of("a.bin");
        }

        @Override
        public List<String> mirrors() {
            return List.of("https://example.org/");
        }

        @Override
        public long bytes(String file) {
            return 12;
        }

        @Override
        public String remoteSuffix() {
            return "";
        }
    }

    /** Adds a recorded set as jars of version 0.1 did. */
    @SuppressWarnings("deprecation")
    public static final class Old implements SourceProvider {
        @Override
        public List<Source> sources() {
            return List.of(new Recorded());
        }
    }

    @Test
    void aDataSourceWithFilesIsListedAmongTheRecordedSets() throws IOException {
        install(DataSource.class, Recorded.class);
        assertThat(Datasets.names()).contains("recorded");
        assertThat(Datasets.recorded()).extracting(Source::name).contains("mnist", "recorded");
        assertThat(Datasets.imageShape("recorded")).contains(SHAPE);
        assertThat(Datasets.attribution("recorded").lines()).containsExactly("origin: a test", "licence: none");
        assertThat(Datasets.open(DataSpec.of("recorded")).train().size()).isEqualTo(2);
    }

    @SuppressWarnings("deprecation")
    @Test
    void findsProvidersOfVersion01() throws IOException {
        install(SourceProvider.class, Old.class);
        assertThat(Datasets.names()).contains("recorded", "kmnist");
        assertThat(Datasets.recorded()).extracting(Source::name).containsOnlyOnce("recorded");
        assertThat(Datasets.open(DataSpec.of("recorded")).train().values()).isEqualTo(DataRange.LEVELS);
        assertThat(Datasets.attribution("recorded")).isEqualTo(Attribution.UNKNOWN);
    }

    @SuppressWarnings("deprecation")
    @Test
    void refusesANameThatAnotherSetHas() throws IOException {
        install(DataSource.class, Recorded.class);
        Files.writeString(jar.resolve("META-INF/services/" + SourceProvider.class.getName()), Old.class.getName());
        assertThatThrownBy(Datasets::names)
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("'recorded'", "another data set has");
    }

    @Test
    void explainsAServiceFileThatNamesAnotherClass() throws IOException {
        install(DataSource.class, DataSourceTest.class);
        assertThatThrownBy(Datasets::names)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("found a data source that cannot be made");
    }
}
