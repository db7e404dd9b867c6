package io.datacook.connectors.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Numbers in network order in byte arrays, and the clock's zero on both sides.
final class Wire {
    /// From 1970-01-01 to 2000-01-01.
    static final int EPOCH_DAYS = 10_957;
    /// The same in microseconds.
    static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;
    /// One day.
    static final long DAY_MICROS = 86_400_000_000L;
    /// A null's length.
    static final int NULL = -1;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Wire() {}

    static short int16(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at);
    }

    static int int32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    static long int64(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static void int16(byte[] bytes, int at, short value) {
        SHORTS.set(bytes, at, value);
    }

    static void int32(byte[] bytes, int at, int value) {
        INTS.set(bytes, at, value);
    }

    static void int64(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }
}
