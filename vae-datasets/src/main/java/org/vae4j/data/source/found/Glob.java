package org.vae4j.data.source.found;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pattern of paths: {@code *} and {@code ?} within a name, {@code **} across folders, {@code [a-c]} and
 * <code>{a,b}</code>.
 *
 * @param base the deepest folder whose path has no signs of a pattern
 * @param pattern the whole pattern, as an absolute path
 */
record Glob(Path base, String pattern) {

    /** Whether a path has signs of a pattern. */
    static boolean isPattern(Path path) {
        return path.toString().matches(".*[*?\\[{].*");
    }

    /** Splits a path at its first sign of a pattern. */
    static Glob of(Path path) {
        Path absolute = path.toAbsolutePath();
        Path base = absolute;
        while (base.getParent() != null && isPattern(base)) {
            base = base.getParent();
        }
        return new Glob(base, absolute.toString());
    }

    /** Finds the files that match, sorted by path. */
    List<Path> files() throws IOException {
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        PathMatcher matcher = base.getFileSystem().getPathMatcher("glob:" + pattern);
        try (Stream<Path> all = Files.walk(base, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(matcher::matches)
                    .filter(Files::isRegularFile)
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
        }
    }
}
