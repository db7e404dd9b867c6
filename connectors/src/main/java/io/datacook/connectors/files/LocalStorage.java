package io.datacook.connectors.files;

import io.datacook.api.ByteSize;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Folders of this machine.
///
/// @param folder the recipe's, which relative paths start from
public record LocalStorage(Path folder) implements Storage {
    @Override
    public List<SourceFile> find(String path, List<String> extensions) {
        return LocalFiles.find(folder, path, extensions);
    }

    @Override
    public SourceFile file(String name) {
        return SourceFile.of(folder.resolve(name), name);
    }

    @Override
    public FileTarget target(String path, String extension, ByteSize fileSize) {
        LocalTarget target = LocalTarget.of(folder, path, extension, fileSize.bytes());
        if (!target.isSingle() && Files.exists(target.folder()) && !Files.isDirectory(target.folder())) {
            throw new DatacookException(
                    ErrorCode.RECIPE_INVALID,
                    "destination.path '%s' is neither a folder nor a file that ends in .%s".formatted(path, extension));
        }
        return target;
    }

    @Override
    public void close() {
        // nothing is held open
    }
}
