package io.datacook.connectors.csv;

import com.github.luben.zstd.ZstdIOException;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/// Finds the files of a path or glob. Stateless; safe for all threads.
final class CsvFiles {
    private static final int FILES_MAX = 100_000;
    private static final String GLOB_CHARACTERS = "*?[{";

    private CsvFiles() {}

    /// The files, in the order of their names.
    ///
    /// @throws DatacookException `STREAM_MISSING` if there is none, `ACCESS_DENIED`
    static List<CsvFile> find(Path folder, String pattern) {
        int glob = firstGlob(pattern);
        if (glob < 0) {
            return List.of(file(folder.resolve(pattern), pattern));
        }
        int cut = pattern.lastIndexOf('/', glob);
        String fixed = cut < 0 ? "" : pattern.substring(0, cut + 1);
        Path root = fixed.isEmpty() ? folder : folder.resolve(fixed);
        String rest = pattern.substring(cut + 1);
        // `**/` also means no folder at all, which Java's globs do not know
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
        PathMatcher flat = FileSystems.getDefault().getPathMatcher("glob:" + rest.replace("**/", ""));
        int depth = rest.contains("**") ? Integer.MAX_VALUE : rest.split("/", -1).length;
        List<CsvFile> found = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> walk = Files.walk(root, depth, FileVisitOption.FOLLOW_LINKS)) {
                walk.filter(Files::isRegularFile)
                        .map(root::relativize)
                        .filter(path -> matcher.matches(path) || flat.matches(path))
                        .limit(FILES_MAX + 1L)
                        .forEach(path -> found.add(file(root.resolve(path), fixed + path)));
            } catch (IOException failed) {
                throw failed(root.toString(), failed);
            }
        }
        if (found.isEmpty() || found.size() > FILES_MAX) {
            throw new DatacookException(
                    ErrorCode.STREAM_MISSING,
                    found.isEmpty()
                            ? "no file matches '%s' in %s; check `path`".formatted(pattern, folder.toAbsolutePath())
                            : "'%s' matches more than %d files; narrow `path`".formatted(pattern, FILES_MAX));
        }
        found.sort(Comparator.comparing(CsvFile::name));
        return List.copyOf(found);
    }

    /// One file as it is now.
    static CsvFile file(Path path, String name) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new DatacookException(
                        ErrorCode.STREAM_MISSING,
                        "'%s' is a folder; name its files, such as '%s'"
                                .formatted(name, name.endsWith("/") ? name + "*.csv" : name + "/*.csv"));
            }
            return new CsvFile(
                    path, name, attributes.size(), attributes.lastModifiedTime().toMillis());
        } catch (IOException failed) {
            throw failed(path.toAbsolutePath().normalize().toString(), failed);
        }
    }

    /// The failure as users should see it.
    static DatacookException failed(String name, IOException failed) {
        return switch (failed) {
            case java.nio.file.NoSuchFileException _ ->
                new DatacookException(
                        ErrorCode.STREAM_MISSING, "there is no file '%s'; check `path`".formatted(name), failed);
            case AccessDeniedException _ ->
                new DatacookException(
                        ErrorCode.ACCESS_DENIED,
                        "'%s' may not be read by this user; change its permissions".formatted(name),
                        failed);
            case ZipException _, EOFException _, ZstdIOException _ ->
                new DatacookException(
                        ErrorCode.DATA_INVALID,
                        "'%s' is damaged: %s; check that it was copied whole, and `compression`"
                                .formatted(name, failed.getMessage()),
                        failed);
            default ->
                new DatacookException(
                        ErrorCode.SOURCE_UNREACHABLE,
                        "'%s' cannot be read: %s".formatted(name, failed.getMessage()),
                        failed);
        };
    }

    private static int firstGlob(String pattern) {
        for (int i = 0; i < pattern.length(); i++) {
            if (GLOB_CHARACTERS.indexOf(pattern.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
