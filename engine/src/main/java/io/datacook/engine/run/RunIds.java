package io.datacook.engine.run;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/// Names runs: sortable by start, unique without asking anybody.
public final class RunIds {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RANDOM_BYTES = 3;

    private RunIds() {}

    /// `20261121-101530-a1b2c3`.
    public static String next(Instant now) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return STAMP.format(now) + "-" + HexFormat.of().formatHex(random);
    }
}
