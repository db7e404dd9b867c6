package io.datacook.connectors.parquet;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Bytes that grow at the end, with the little-endian numbers Parquet is made of.
///
/// The array is open to kernels of this package. **Threading:** one thread at a time.
final class Bytes extends OutputStream {
    /// 8 bytes of an array as a little-endian number, at any offset.
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /// 4 bytes of an array as a little-endian number, at any offset.
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// Bytes behind the end that may be read, whatever they hold.
    static final int SLACK = 8;

    /// A larger array is given back once its bytes are done with: one huge value must not be paid for ever after.
    private static final int KEPT_BYTES_MAX = 4 << 20;

    byte[] array;
    int size;

    Bytes(int capacity) {
        this.array = new byte[capacity + SLACK];
    }

    static long longAt(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static int intAt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    /// Makes room for more bytes behind the end.
    void reserve(int more) {
        if (array.length - SLACK - size < more) {
            int needed = Math.addExact(Math.addExact(size, more), SLACK);
            array = Arrays.copyOf(array, Math.max(needed, array.length + (array.length >> 1)));
        }
    }

    @Override
    public void write(int value) {
        reserve(1);
        array[size++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        reserve(length);
        System.arraycopy(from, offset, array, size, length);
        size += length;
    }

    void putInt(int value) {
        reserve(4);
        INT.set(array, size, value);
        size += 4;
    }

    void putLong(long value) {
        reserve(8);
        LONG.set(array, size, value);
        size += 8;
    }

    /// 7 bits a byte, the lowest first, the high bit saying that more follow.
    void putVarint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            array[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    /// Small negative numbers stay small.
    void putZigzag(long value) {
        putVarint((value << 1) ^ (value >> 63));
    }

    /// A copy of just what is there.
    byte[] copy() {
        return Arrays.copyOf(array, size);
    }

    void clear() {
        size = 0;
        if (array.length > KEPT_BYTES_MAX) {
            array = new byte[1024 + SLACK];
        }
    }
}
