package io.datacook.connectors.json;

import io.datacook.connectors.files.ByteWindow;
import io.datacook.connectors.files.Digits;
import io.datacook.connectors.files.SourcePart;

/// One record in each line; empty lines are skipped. A broken line costs no other one.
final class LineFramer extends Framer {
    private static final long LFS = Digits.repeat((byte) '\n');

    LineFramer(ByteWindow window, SourcePart part, long line) {
        super(window, part, line);
    }

    @Override
    boolean find() {
        byte[] bytes = window.bytes();
        int limit = window.limit();
        while (window.start() < limit) {
            int start = window.start();
            int end = lineEnd(bytes, start, limit);
            if (end == limit && !window.isEnded()) {
                return false;
            }
            int first = start;
            while (first < end && isSpace(bytes[first])) {
                first++;
            }
            int behind = end;
            while (behind > first && isSpace(bytes[behind - 1])) {
                behind--;
            }
            int next = Math.min(limit, end + 1);
            if (first < behind) {
                return found(first, behind, next);
            }
            skipTo(next);
        }
        return false;
    }

    private static int lineEnd(byte[] bytes, int start, int limit) {
        for (int at = start; at < limit; at += 8) {
            long hits = Digits.zeroBytes(Digits.word(bytes, at) ^ LFS);
            if (hits != 0) {
                return Math.min(limit, at + (Long.numberOfTrailingZeros(hits) >>> 3));
            }
        }
        return limit;
    }
}
