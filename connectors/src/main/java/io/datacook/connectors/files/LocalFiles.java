package io.datacook.connectors.files;

import io.datacook.api.Closest;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Finds the files of this machine that a source's `path` names.
///
/// Sorted by path. Left out: names that begin with `.`, and in folders also with `_`; so staging and markers never
/// count as data. Stateless.
final class LocalFiles {
    /// More files than this are refused.
    static final int FILES_MAX = 1_000_000;

    private LocalFiles() {}

    /// Finds the files.
    ///
    /// @param folder the recipe's folder
    /// @param extensions which files of a folder count, without the first dot: `csv`, `csv.gz`
    /// @throws DatacookException `STREAM_MISSING` saying what was looked for and what is there
    static List<SourceFile> find(Path folder, String path, List<String> extensions) {
        Path start = folder.resolve(path.isBlank() ? "." : path).normalize();
        if (Files.isRegularFile(start)) {
            return of(folder, List.of(start.toAbsolutePath()));
        }
        List<Path> files;
        if (Files.isDirectory(start)) {
            files = walk(start, file -> hasExtension(file, extensions), "_");
        } else if (GlobPattern.isGlob(path)) {
            files = matching(folder, path);
        } else {
            throw missing(folder, path, start.getParent(), "there is no such file or folder");
        }
        if (files.isEmpty()) {
            throw Files.isDirectory(start)
                    ? missing(
                            folder,
                            path,
                            start,
                            "the folder has no file that ends in ." + String.join(" or .", extensions))
                    : missing(
                            folder, path, folder.resolve(GlobPattern.parse(path).root()), "no file matches");
        }
        return of(folder, files);
    }

    private static List<SourceFile> of(Path folder, List<Path> files) {
        return files.stream()
                .map(file -> SourceFile.of(file, shown(folder, file)))
                .toList();
    }

    private static List<Path> matching(Path folder, String path) {
        GlobPattern glob = GlobPattern.parse(path);
        Path root = folder.resolve(glob.root()).normalize();
        String prefix = glob.root();
        boolean deep = path.contains("**") || path.indexOf('/', prefix.length()) >= 0;
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        if (!deep) {
            return Folders.list(root).stream()
                    .filter(Files::isRegularFile)
                    .filter(file -> !name(file).startsWith("."))
                    .filter(file -> glob.matches(prefix + name(file)))
                    .map(Path::toAbsolutePath)
                    .toList();
        }
        return walk(root, file -> glob.matches(prefix + slashed(root.relativize(file))), ".");
    }

    private static List<Path> walk(Path root, Predicate<Path> wanted, String hiddenToo) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), 64, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path entry, BasicFileAttributes attributes) {
                    return entry.equals(root) || isSeen(entry, hiddenToo)
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && isSeen(file, hiddenToo) && wanted.test(file)) {
                        requireFewer(found.size(), root);
                        found.add(file.toAbsolutePath());
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failure) {
            throw FileErrors.reading(root, failure);
        }
        Collections.sort(found);
        return found;
    }

    private static void requireFewer(int count, Path root) {
        if (count >= FILES_MAX) {
            throw new DatacookException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "%s holds more than %d files; narrow source.path".formatted(root, FILES_MAX));
        }
    }

    private static boolean isSeen(Path entry, String hiddenToo) {
        String name = name(entry);
        return !name.startsWith(".") && !name.startsWith(hiddenToo);
    }

    private static boolean hasExtension(Path file, List<String> extensions) {
        String name = name(file).toLowerCase(Locale.ROOT);
        return extensions.stream().anyMatch(extension -> name.endsWith("." + extension));
    }

    private static DatacookException missing(Path folder, String path, @Nullable Path start, String why) {
        Path nearest = start == null ? folder : start;
        while (!Files.isDirectory(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        List<String> there = Folders.list(nearest).stream()
                .map(LocalFiles::name)
                .filter(name -> !name.startsWith("."))
                .toList();
        String listed = there.isEmpty()
                ? "is empty"
                : "has " + String.join(", ", there.subList(0, Math.min(10, there.size())))
                        + (there.size() > 10 ? " and %d more".formatted(there.size() - 10) : "");
        String wanted = name(folder.resolve(path));
        String near = GlobPattern.isGlob(path) ? null : Closest.to(wanted, there);
        String closest = near == null ? "" : " Did you mean '" + near + "'?";
        return new DatacookException(
                ErrorCode.STREAM_MISSING,
                "source.path '%s': %s; %s %s.%s".formatted(path, why, shown(folder, nearest), listed, closest));
    }

    private static String shown(Path folder, Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path base = folder.toAbsolutePath().normalize();
        if (absolute.equals(base)) {
            return "the recipe's folder";
        }
        return absolute.startsWith(base) ? slashed(base.relativize(absolute)) : slashed(absolute);
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
