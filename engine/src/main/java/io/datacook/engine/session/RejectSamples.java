package io.datacook.engine.session;

import io.datacook.api.Reject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A few rows that were left out, and how many there were for each reason.
///
/// **Threading:** safe for several threads. Bounded in rows, reasons and characters, whatever the data is like.
final class RejectSamples {
    /// Samples of one stream.
    static final int ROWS_MAX = 20;

    /// Streams and reasons told apart; what comes later is counted under [#OTHER].
    static final int REASONS_MAX = 200;

    /// Characters of a row that are kept.
    static final int RECORD_CHARS_MAX = 1000;

    private static final Pattern PLACE = Pattern.compile("\\s*\\([^()]{1,300}:\\d+(:\\d+)?\\)$");
    private static final String OTHER = "other reasons";

    private final Map<String, List<Reject>> samples = new TreeMap<>();
    private final Map<Reason, Long> reasons = new TreeMap<>();

    /// Why rows of a stream were left out.
    record Reason(String stream, String stage, String column, String reason) implements Comparable<Reason> {
        @Override
        public int compareTo(Reason other) {
            return toString().compareTo(other.toString());
        }
    }

    /// Counts rejects and keeps the first ones.
    ///
    /// @return those kept
    synchronized List<Reject> add(String stream, List<Reject> rejects) {
        List<Reject> kept = samples.size() < REASONS_MAX || samples.containsKey(stream)
                ? samples.computeIfAbsent(stream, name -> new ArrayList<>())
                : new ArrayList<>();
        List<Reject> fresh = new ArrayList<>();
        for (Reject reject : rejects) {
            count(stream, reject);
            if (kept.size() < ROWS_MAX) {
                Reject cut = cut(reject);
                kept.add(cut);
                fresh.add(cut);
            }
        }
        return fresh;
    }

    private void count(String stream, Reject reject) {
        String column = reject.column() == null ? "" : reject.column();
        Reason reason = new Reason(stream, reject.stage(), column, withoutPlace(reject.reason()));
        if (!reasons.containsKey(reason) && reasons.size() >= REASONS_MAX) {
            reason = new Reason("", "", "", OTHER);
        }
        reasons.merge(reason, 1L, Long::sum);
    }

    /// Rows with the same fault count together wherever they stand.
    private static String withoutPlace(String reason) {
        return PLACE.matcher(reason).replaceFirst("");
    }

    private static Reject cut(Reject reject) {
        if (reject.record().length() <= RECORD_CHARS_MAX) {
            return reject;
        }
        return new Reject(
                reject.stage(),
                reject.place(),
                reject.column(),
                reject.value(),
                reject.reason(),
                reject.record().substring(0, RECORD_CHARS_MAX) + "…");
    }

    /// Kept rows by stream.
    synchronized Map<String, List<Reject>> samples() {
        Map<String, List<Reject>> copy = new TreeMap<>();
        samples.forEach((stream, rejects) -> copy.put(stream, List.copyOf(rejects)));
        return copy;
    }

    /// How many rows for each reason.
    synchronized Map<Reason, Long> reasons() {
        return new TreeMap<>(reasons);
    }
}
