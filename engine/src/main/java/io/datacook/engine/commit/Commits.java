package io.datacook.engine.commit;

import io.datacook.api.Manifest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// What a commit makes of a split.
final class Commits {
    private Commits() {}

    static SplitState applied(SplitState split, EpochCommit request, boolean keeps) {
        List<Manifest> manifests = new ArrayList<>(keeps ? split.manifests() : List.of());
        if (!request.manifest().files().isEmpty()) {
            manifests.add(request.manifest());
        }
        EpochCommit.Progress progress = request.progress();
        return with(split, request.id().epoch(), progress, digest(request), manifests);
    }

    static SplitState adopted(SplitState split, Checkpoint found) {
        return with(split, found.epoch(), found.progress(), "", List.of());
    }

    private static SplitState with(
            SplitState split, long epoch, EpochCommit.Progress progress, String digest, List<Manifest> manifests) {
        return new SplitState(
                split.split(),
                split.fence(),
                epoch,
                progress.to(),
                progress.last(),
                progress.rows(),
                progress.bytes(),
                progress.rejects(),
                progress.cursorMax(),
                progress.sums(),
                digest,
                manifests,
                progress.rejected(),
                0);
    }

    /// 16 hex digits over everything a commit records; records spell themselves completely.
    static String digest(EpochCommit request) {
        String text = request.progress() + "|" + request.manifest();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }
}
