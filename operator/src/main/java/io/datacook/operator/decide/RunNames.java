package io.datacook.operator.decide;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/// Names of runs: the same for the same cause, so that a run is made once whoever makes it.
final class RunNames {
    private RunNames() {}

    /// The run that was due at a time: the minute it stands for.
    static String scheduled(String recipe, Instant at) {
        return "%s-%08d".formatted(recipe, at.getEpochSecond() / 60);
    }

    /// The run for one form of a recipe.
    ///
    /// @param form what makes it another one: digest, restart nonce, the object's uid, and what its pods are made
    ///     from if it never ends
    static String changed(String recipe, String form) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(form.getBytes(StandardCharsets.UTF_8));
            return recipe + "-" + HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// An attempt of a run.
    static String attempt(String base, int attempt) {
        return attempt == 1 ? base : base + "-" + attempt;
    }
}
