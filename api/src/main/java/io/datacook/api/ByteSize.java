package io.datacook.api;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written in recipes as `512KiB`, `128MiB`, `1GB` or plain bytes.
///
/// @param bytes at least 0
public record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\s*(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a byte size is at least 0, not " + bytes);
        }
    }

    /// Parses `128MiB` (powers of 1024), `128MB` (powers of 1000) or plain bytes.
    ///
    /// @throws IllegalArgumentException naming the text and the allowed units
    public static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    ("'%s' is not a byte size; write a whole number and B, KB, MB, GB, TB, KiB, MiB, GiB or TiB, "
                                    + "such as 128MiB")
                            .formatted(text));
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        long base = unit.endsWith("iB") ? 1024 : 1000;
        int power = "BKMGT".indexOf(unit.charAt(0));
        try {
            long factor = 1;
            for (int i = 0; i < power; i++) {
                factor = Math.multiplyExact(factor, base);
            }
            return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
        } catch (ArithmeticException overflow) {
            throw new IllegalArgumentException("'%s' is more than 8 EiB".formatted(text), overflow);
        }
    }

    /// Rounded for people, such as `1.3 GiB`.
    @Override
    public String toString() {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int power = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        return String.format(Locale.ROOT, "%.1f %siB", bytes / Math.pow(1024, power), "KMGTPE".charAt(power - 1));
    }
}
