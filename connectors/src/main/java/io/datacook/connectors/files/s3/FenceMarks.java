package io.datacook.connectors.files.s3;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps the highest fence that a prefix has seen of a stream, in the names of empty objects.
///
/// `.datacook-staging/<tag>/fence-0000000000000000007`: the highest name counts, so that a late writer of a low fence
/// can never take it back, without conditional writes. Lower marks are removed by whoever wrote a higher one.
///
/// @param folder of the marks, ending in `/`
/// @param shown the target as the recipe has it
record FenceMarks(Bucket bucket, String folder, String shown) {
    private static final Pattern MARK = Pattern.compile(".*/fence-(\\d{19})");

    /// Raises the mark to a run's fence.
    ///
    /// @throws DatacookException `FENCED` if the prefix has seen a higher one
    void raise(long fence) {
        if (requireNoHigherThan(fence, list()) < fence) {
            bucket.put(key(fence), new byte[0]);
        }
        List<Bucket.Entry> marks = list();
        requireNoHigherThan(fence, marks);
        for (Bucket.Entry mark : marks) {
            if (fenceOf(mark.key()) < fence) {
                bucket.delete(mark.key());
            }
        }
    }

    /// Refuses a run that another one overtook.
    ///
    /// @throws DatacookException `FENCED`
    void requireNoHigherThan(long fence) {
        requireNoHigherThan(fence, list());
    }

    private List<Bucket.Entry> list() {
        return bucket.list(folder, Bucket.Depth.FLAT);
    }

    private long requireNoHigherThan(long fence, List<Bucket.Entry> marks) {
        long highest = 0;
        for (Bucket.Entry mark : marks) {
            highest = Math.max(highest, fenceOf(mark.key()));
        }
        if (highest > fence) {
            throw new DatacookException(
                    ErrorCode.FENCED,
                    "a newer run writes to %s: its fence is %d, this run's is %d; what this run staged is garbage"
                            .formatted(shown, highest, fence));
        }
        return highest;
    }

    private String key(long fence) {
        return "%sfence-%019d".formatted(folder, fence);
    }

    private static long fenceOf(String key) {
        Matcher mark = MARK.matcher(key);
        return mark.matches() ? Long.parseLong(mark.group(1)) : 0;
    }
}
