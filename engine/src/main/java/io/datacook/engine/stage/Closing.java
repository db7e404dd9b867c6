package io.datacook.engine.stage;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Closes several things, all of them, whatever fails.
public final class Closing {
    private Closing() {}

    /// Closes in the given order; the first failure is thrown when all are closed, the others are suppressed in it.
    ///
    /// @throws DatacookException the first failure; one that is not ours becomes `INTERNAL`
    public static void all(List<? extends AutoCloseable> resources) {
        RuntimeException first = null;
        for (AutoCloseable resource : resources) {
            first = closeOne(resource, first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable RuntimeException closeOne(AutoCloseable resource, @Nullable RuntimeException first) {
        RuntimeException failure;
        try {
            resource.close();
            return first;
        } catch (RuntimeException failed) {
            failure = failed;
        } catch (Exception failed) {
            failure = new DatacookException(ErrorCode.INTERNAL, "closing failed: " + failed.getMessage(), failed);
        }
        if (first == null) {
            return failure;
        }
        first.addSuppressed(failure);
        return first;
    }
}
