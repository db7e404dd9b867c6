package io.datacook.connectors.files;

import io.datacook.api.LoadRequest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Keeps the files of streams that share a target apart. Stateless.
public final class StreamTag {
    private StreamTag() {}

    /// 8 hex digits of the recipe's, the stream's and the one file's name.
    ///
    /// @param singleName the name of the one file, or `null` if the target holds several
    public static String of(LoadRequest request, @Nullable String singleName) {
        CRC32C names = new CRC32C();
        names.update((request.recipe() + "\n" + request.stream() + "\n" + singleName).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) names.getValue());
    }
}
