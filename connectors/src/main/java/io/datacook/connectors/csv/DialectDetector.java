package io.datacook.connectors.csv;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Finds out how a file is spelled, from a sample. Stateless; safe for all threads.
final class DialectDetector {
    private static final byte[] DELIMITERS = {',', ';', '\t', '|'};
    private static final int RECORDS_MAX = 200;

    private DialectDetector() {}

    /// The dialect that the options and, where they leave it open, the sample give.
    static Dialect detect(byte[] bytes, int limit, boolean whole, CsvSourceOptions options) {
        byte quote = CsvSourceOptions.character(options.quote());
        byte[] delimiters =
                options.delimiter() == null ? DELIMITERS : new byte[] {CsvSourceOptions.character(options.delimiter())};
        byte[] escapes = options.escape() == null
                ? new byte[] {quote, '\\'}
                : new byte[] {CsvSourceOptions.character(options.escape())};
        Dialect best = null;
        double bestScore = -1;
        for (byte escape : escapes) {
            byte effective = escape == 0 ? quote : escape;
            for (byte delimiter : delimiters) {
                Dialect tried = new Dialect(delimiter, quote, effective, false);
                double score = score(Sample.parse(bytes, limit, RECORDS_MAX, tried, whole));
                if (score > bestScore) {
                    best = tried;
                    bestScore = score;
                }
            }
        }
        Dialect found = java.util.Objects.requireNonNull(best);
        boolean header = options.header() != null
                ? options.header()
                : looksLikeHeader(
                        Sample.parse(bytes, limit, RECORDS_MAX, found, whole).records());
        return new Dialect(found.delimiter(), found.quote(), found.escape(), header);
    }

    /// How well a dialect explains a sample: the share of records as wide as the first, then how wide they are.
    private static double score(Sample sample) {
        List<List<Sample.Cell>> records = sample.records();
        if (records.isEmpty()) {
            return 0;
        }
        int width = records.getFirst().size();
        long same = records.stream().filter(record -> record.size() == width).count();
        double share = (double) same / records.size();
        // one column is always consistent, so any consistent wider reading beats it
        return width == 1 ? 0.5 : share + Math.min(width, 1000) / 1_000_000.0;
    }

    private static boolean looksLikeHeader(List<List<Sample.Cell>> records) {
        if (records.isEmpty()) {
            return true;
        }
        Set<String> names = new HashSet<>();
        List<Sample.Cell> first = records.getFirst();
        for (int i = 0; i < first.size(); i++) {
            String name = first.get(i).text().strip();
            // tools that write row numbers leave the name of the first column empty
            boolean named = !name.isEmpty() || (i == 0 && first.size() > 1);
            if (!named || !names.add(name) || !isText(name)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(String name) {
        TypeGuess guess = new TypeGuess();
        guess.add(name);
        return name.isEmpty() || guess.isText();
    }
}
