package io.datacook.engine.state;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// Turns any name into a file name that is safe, readable, and distinct also where file systems ignore case.
final class StateFileName {
    /// Leaves room for suffixes below the 255 bytes most file systems allow.
    private static final int CHARS_MAX = 180;

    private static final int KEPT_CHARS = 120;

    private StateFileName() {}

    /// Lower-case letters, digits, `_`, `-` and inner dots stay; every other byte becomes `%xx`.
    static String of(String name) {
        StringBuilder safe = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (octet & 0xff);
            boolean plain = (letter >= 'a' && letter <= 'z')
                    || (letter >= '0' && letter <= '9')
                    || letter == '_'
                    || letter == '-'
                    || (letter == '.' && !safe.isEmpty());
            if (plain) {
                safe.append(letter);
            } else {
                safe.append(String.format(Locale.ROOT, "%%%02x", octet & 0xff));
            }
        }
        if (safe.isEmpty()) {
            return "%";
        }
        return safe.length() <= CHARS_MAX ? safe.toString() : safe.substring(0, KEPT_CHARS) + "~" + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has SHA-256", absent);
        }
    }
}
