package io.datacook.api;

/// The forms in which a receipt takes the values of a column, the same for the engine's Arrow kernel and for SQL.
///
/// The checksum of a column is the sum, modulo 2^64, of a 64-bit hash of each value that is not null. The hash is the
/// one PostgreSQL partitions tables by, so it never changes: `hash_bytes_extended` with seed 0 (Bob Jenkins' lookup3)
/// for bytes, `hashint8extended` for whole numbers. A form says what is hashed:
///
/// | Form | Of | Hashed |
/// |---|---|---|
/// | `number` | integers, decimals without places | the number; beyond 64 bits its digits as text |
/// | `decimal(s)` | decimals with `s` places | the unscaled number; beyond 64 bits the text with all `s` places |
/// | `float` | floating point | the 8 bytes of the double; both zeros give 0, all NaNs are one |
/// | `bool` | booleans | the number 0 or 1 |
/// | `date` | dates | days since 1970-01-01 as a number |
/// | `time` | times of day | microseconds since midnight as a number |
/// | `timestamp` | moments, with a zone or without | microseconds since 2000-01-01 as a number |
/// | `text` | strings | their UTF-8 bytes |
/// | `uuid` | uuids | their 16 bytes |
/// | `binary` | other bytes | their digits in lower-case hex as text |
/// | `json` | JSON, lists, structs, maps | their JSON text with sorted keys and plain numbers |
///
/// What times and moments have beyond microseconds is hashed by itself and added.
public final class ChecksumForm {
    /// Whole numbers.
    public static final String NUMBER = "number";
    /// Floating point.
    public static final String FLOAT = "float";
    /// Booleans.
    public static final String BOOL = "bool";
    /// Dates.
    public static final String DATE = "date";
    /// Times of day.
    public static final String TIME = "time";
    /// Moments.
    public static final String TIMESTAMP = "timestamp";
    /// Strings.
    public static final String TEXT = "text";
    /// Uuids.
    public static final String UUID = "uuid";
    /// Other bytes.
    public static final String BINARY = "binary";
    /// Documents and nested values.
    public static final String JSON = "json";

    private ChecksumForm() {}

    /// Decimals with places behind the point.
    ///
    /// @param scale how many; none gives [#NUMBER]
    public static String decimal(int scale) {
        return scale <= 0 ? NUMBER : "decimal(" + scale + ")";
    }
}
