package org.vae4j.data.source.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

    @TempDir
    Path folder;

    @Test
    void listsImagesBelowByPathAndSkipsWhatIsHidden() throws IOException {
        for (String file : List.of("b/2.png", "a/1.jpg", ".hidden/3.png", "a/.4.png", "a/notes.txt")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.createFile(folder.resolve(file));
        }
        assertThat(ImageFolder.files(folder)).containsExactly(folder.resolve("a/1.jpg"), folder.resolve("b/2.png"));
    }

    /** The walk throws an unchecked exception while it is read. */
    @Test
    void linksThatMakeACircleAreAnErrorOfReading() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("inner"));
        try {
            Files.createSymbolicLink(inner.resolve("outer"), folder);
        } catch (UnsupportedOperationException | IOException e) {
            assumeTrue(false, "no links here");
        }
        assertThatThrownBy(() -> ImageFolder.files(folder)).isInstanceOf(FileSystemLoopException.class);
    }

    @Test
    void filesElsewhereAreRefused() {
        Path root = folder.resolve("root");
        List<Path> elsewhere = List.of(folder.resolve("other/1.png"));
        assertThatThrownBy(() -> new ImageFolder(root, elsewhere, PictureRule.NONE))
                .hasMessageContaining("expected a file below");
    }
}
