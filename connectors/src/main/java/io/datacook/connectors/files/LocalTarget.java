package io.datacook.connectors.files;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Load;
import io.datacook.api.LoadRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/// Where rows go: a folder of files, or one file.
///
/// @param folder the target itself, or the folder that the one file lies in; absolute
/// @param singleName the file's name, or `null` if the target is a folder
/// @param extension of the files, without the first dot
/// @param shown the path as the recipe has it
/// @param fileBytesMax a file of the folder is ended once it has this size
record LocalTarget(Path folder, @Nullable String singleName, String extension, String shown, long fileBytesMax)
        implements FileTarget {
    /// One file if the path ends in the format's extension or is a file, a folder otherwise.
    static LocalTarget of(Path recipeFolder, String path, String extension, long fileBytesMax) {
        Path target = recipeFolder.resolve(path).toAbsolutePath().normalize();
        Path name = target.getFileName();
        boolean single = !path.endsWith("/")
                && name != null
                && !Files.isDirectory(target)
                && (Files.isRegularFile(target) || hasExtension(name.toString(), extension));
        if (!single || name == null) {
            return new LocalTarget(target, null, extension, path, fileBytesMax);
        }
        Path parent = target.getParent();
        return new LocalTarget(parent == null ? target : parent, name.toString(), extension, path, Long.MAX_VALUE);
    }

    /// Whether rows go to one file.
    boolean isSingle() {
        return singleName != null;
    }

    /// The one file.
    Path single() {
        if (singleName == null) {
            throw new DatacookException(ErrorCode.INTERNAL, shown + " is a folder, not a file");
        }
        return folder.resolve(singleName);
    }

    @Override
    public List<SourceFile> files() {
        return paths().stream()
                .map(file -> SourceFile.of(file, file.toString()))
                .toList();
    }

    @Override
    public Load load(FileFormat format, LoadRequest request, BufferAllocator allocator) {
        return new StagedLoad(this, format, request, allocator);
    }

    /// The files readers see now, sorted by name.
    List<Path> paths() {
        if (isSingle()) {
            return Files.isRegularFile(single()) ? List.of(single()) : List.of();
        }
        return Folders.list(folder).stream().filter(this::isData).toList();
    }

    /// Whether an entry of the folder is a file readers take for rows.
    boolean isData(Path entry) {
        String name = String.valueOf(entry.getFileName());
        return !name.startsWith(".") && hasExtension(name, extension) && Files.isRegularFile(entry);
    }

    private static boolean hasExtension(String name, String extension) {
        return name.toLowerCase(Locale.ROOT).endsWith("." + extension);
    }
}
