package io.datacook.connectors.json;

import io.datacook.api.Split;
import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.SourceFile;
import io.datacook.connectors.files.SourcePart;
import io.datacook.connectors.files.TextInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Divides files into parts for the lanes: lines anywhere between two, other layouts not at all. Stateless; safe for
/// all threads.
final class JsonSplits {
    /// Smaller parts would not repay counting lines up to them.
    static final long PART_BYTES_MIN = 32L << 20;

    private static final int BUFFER_BYTES = 256 << 10;
    private static final long LFS = Digits.repeat((byte) '\n');

    private JsonSplits() {}

    /// Splits in the order of the data; empty files have none.
    static List<Split> plan(
            List<SourceFile> files, JsonSourceOptions options, int lanesMax, long partBytesMin) {
        long bytes = files.stream().mapToLong(SourceFile::bytes).sum();
        List<Split> splits = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            SourceFile file = files.get(i);
            if (file.bytes() == 0) {
                continue;
            }
            JsonHead head = JsonHead.of(file, options);
            String id = "f%05d".formatted(i);
            if (head.layout() != JsonSourceOptions.Layout.LINES || !options.input().isPlain(file)) {
                splits.add(head.part(file).split(id));
                continue;
            }
            long share = (lanesMax * file.bytes() + bytes - 1) / bytes;
            int count = (int) Math.clamp(file.bytes() / partBytesMin, 1, Math.max(1, share));
            List<SourcePart> parts = parts(file, head, options.input(), count);
            for (int part = 0; part < parts.size(); part++) {
                splits.add(parts.get(part).split(parts.size() == 1 ? id : id + "-p%03d".formatted(part)));
            }
        }
        return List.copyOf(splits);
    }

    private static List<SourcePart> parts(SourceFile file, JsonHead head, TextInput input, int count) {
        List<SourcePart> parts = new ArrayList<>();
        long start = head.offset();
        long startLine = head.line();
        if (count > 1) {
            byte[] bytes = new byte[BUFFER_BYTES + Digits.PADDING];
            long base = head.offset();
            long line = head.line();
            long length = file.bytes() - head.offset();
            try (InputStream stream = input.open(file, base, file.bytes())) {
                for (int limit = stream.read(bytes, 0, BUFFER_BYTES);
                        limit >= 0 && parts.size() < count - 1;
                        limit = stream.read(bytes, 0, BUFFER_BYTES)) {
                    Arrays.fill(bytes, limit, limit + 8, (byte) 0);
                    long target = head.offset() + length / count * (parts.size() + 1);
                    int from = Math.clamp(target - base, 0, limit);
                    int end = from == limit ? limit : lineEnd(bytes, from, limit);
                    if (end < limit && base + end + 1 < file.bytes()) {
                        long nextLine = line + count(bytes, 0, end) + 1;
                        parts.add(new SourcePart(file, start, base + end + 1, startLine));
                        start = base + end + 1;
                        startLine = nextLine;
                    }
                    line += count(bytes, 0, limit);
                    base += limit;
                }
            } catch (IOException failed) {
                throw TextInput.failure(file, failed);
            }
        }
        parts.add(new SourcePart(file, start, file.bytes(), startLine));
        return parts;
    }

    private static int lineEnd(byte[] bytes, int from, int limit) {
        int at = from;
        while (at < limit && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private static long count(byte[] bytes, int from, int to) {
        long count = 0;
        int at = from;
        for (; at + 8 <= to; at += 8) {
            count += Long.bitCount(Digits.zeroBytes(Digits.word(bytes, at) ^ LFS));
        }
        for (; at < to; at++) {
            count += bytes[at] == '\n' ? 1 : 0;
        }
        return count;
    }
}
