package org.vae4j.data.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vae4j.data.MissingDataException;

class DataFoldersTest {

    private static final Path HOME = Path.of("/home/me");

    /** Java's user.home of a user whom the operating system does not know. */
    private static final String UNKNOWN = "?";

    private static DataFolders folders(Map<String, String> environment, Path home, String os) {
        return new DataFolders(Optional.empty(), environment, home, os);
    }

    private static Path cache(Map<String, String> environment, String os) {
        return folders(environment, HOME, os).cache();
    }

    @Test
    void aFolderThatTheUserNamesIsTheOnlyOne() {
        DataFolders explicit =
                new DataFolders(Optional.of(Path.of("/data")), Map.of(DataFolders.VARIABLE, "/other"), HOME, "Linux");
        assertThat(explicit.roots()).containsExactly(Path.of("/data"));
        assertThat(explicit.target()).isEqualTo(Path.of("/data"));
    }

    @Test
    void theVariableComesBeforeTheCache() {
        assertThat(folders(Map.of(DataFolders.VARIABLE, "/other"), HOME, "Linux")
                        .roots())
                .containsExactly(Path.of("/other"), HOME.resolve(".cache/vae4j"));
    }

    @Test
    void theCacheOfLinuxIsInTheHomeFolderOrWhereXdgSays() {
        assertThat(cache(Map.of(), "Linux")).isEqualTo(HOME.resolve(".cache/vae4j"));
        assertThat(cache(Map.of("XDG_CACHE_HOME", "/c"), "Linux")).isEqualTo(Path.of("/c/vae4j"));
        assertThat(cache(Map.of("XDG_CACHE_HOME", " "), "Linux")).isEqualTo(HOME.resolve(".cache/vae4j"));
    }

    @Test
    void theCacheOfMacOsIsInLibraryCaches() {
        assertThat(cache(Map.of(), "Mac OS X")).isEqualTo(HOME.resolve("Library/Caches/vae4j"));
    }

    @Test
    void theCacheOfWindowsIsInLocalAppDataIfThatIsSet() {
        assertThat(cache(Map.of("LOCALAPPDATA", "/l"), "Windows 11")).isEqualTo(Path.of("/l/vae4j"));
        assertThat(cache(Map.of(), "Windows 11")).isEqualTo(HOME.resolve(".cache/vae4j"));
    }

    @Test
    void theHomeFolderIsTheEnvironmentsWhereJavaDoesNotKnowIt() {
        assertThat(DataFolders.home(Map.of("HOME", "/h"), UNKNOWN)).isEqualTo(Path.of("/h"));
        assertThat(DataFolders.home(Map.of("HOME", "/h"), "/known")).isEqualTo(Path.of("/known"));
    }

    @Test
    void aUserWithoutAHomeFolderHasTheVariablesFolderAlone() {
        Path nowhere = DataFolders.home(Map.of(), UNKNOWN);
        assertThat(folders(Map.of(DataFolders.VARIABLE, "/d"), nowhere, "Linux").roots())
                .containsExactly(Path.of("/d"));
    }

    @Test
    void aUserWithoutAnyFolderIsToldToSetOne() {
        DataFolders none = folders(Map.of(), DataFolders.home(Map.of(), UNKNOWN), "Linux");
        assertThatThrownBy(none::target)
                .isInstanceOf(MissingDataException.class)
                .hasMessageContaining("set HOME");
    }
}
