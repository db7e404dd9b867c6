package io.datacook.connectors.parquet;

/// Decides, page by page, whether a chunk's values are worth a dictionary.
///
/// A dictionary pays once values come again and again within a row group, which first pages alone cannot show: of a
/// hundred thousand customers in any order, nine tenths are new in the first 20,000 rows and a third in the first
/// 200,000. So first pages may have many distinct values, and later ones are held to what pays. **Threading:** one
/// thread.
final class DictionaryTrial {
    /// As many values tell whether hardly any repeat, before a whole page is looked up for nothing.
    private static final int PROBE_VALUES = 4096;

    private static final double PROBE_DISTINCT_MAX = 0.99;
    private static final double DISTINCT_MAX = 0.66;
    private static final double DISTINCT_MAX_EARLY = 0.9;
    private static final double DISTINCT_MAX_FIRST = 0.96;
    private static final int EARLY_VALUES = 128 << 10;
    private static final int FIRST_VALUES = 32 << 10;

    /// Pages of so few values are no evidence.
    private static final int EVIDENCE_VALUES = 64;

    /// Chunks that follow one whose dictionary was given up do not try, until every eighth.
    private static final int SKIPPED_CHUNKS = 7;

    private boolean on = true;
    private boolean useless;
    private int skipped;
    private int pages;
    private long values;

    /// Whether the next page may refer to the dictionary.
    boolean isOn() {
        return on;
    }

    /// Writes a page as indexes into the dictionary, if the chunk has one.
    ///
    /// @param indexes takes them
    /// @return whether it was written
    boolean encode(int count, Dictionary dictionary, Lookup lookup, int[] indexes, Bytes out) {
        if (!on || !index(count, dictionary, lookup, indexes)) {
            return false;
        }
        int bits = BitPacking.width(Math.max(0, dictionary.size() - 1));
        out.write(bits);
        RunLength.encode(indexes, count, bits, out);
        return true;
    }

    /// Looks up the values of a page.
    ///
    /// @param lookup finds the indexes of the page's first values, new ones being added
    /// @param into takes the indexes
    /// @return whether the page refers to the dictionary, which is as it was before if not
    boolean index(int count, Dictionary dictionary, Lookup lookup, int[] into) {
        int before = dictionary.size();
        boolean fits = true;
        boolean pays = true;
        if (pages == 0 && count >= 2 * PROBE_VALUES) {
            fits = lookup.index(PROBE_VALUES, into);
            pays = dictionary.size() <= PROBE_VALUES * PROBE_DISTINCT_MAX;
        }
        if (fits && pays) {
            fits = lookup.index(count, into);
            pays = pays(count, dictionary.size());
        }
        if (!fits || !pays) {
            dictionary.truncate(before);
            on = false;
            useless = pages == 0 || !pays;
            return false;
        }
        pages++;
        values += count;
        return true;
    }

    private boolean pays(int count, int distinct) {
        long all = values + count;
        if (all <= EVIDENCE_VALUES) {
            return true;
        }
        double max = all <= FIRST_VALUES ? DISTINCT_MAX_FIRST : all <= EARLY_VALUES ? DISTINCT_MAX_EARLY : DISTINCT_MAX;
        return distinct <= all * max;
    }

    /// The next chunk begins.
    void endChunk() {
        skipped = useless ? skipped + 1 : 0;
        if (skipped > SKIPPED_CHUNKS) {
            skipped = 0;
            useless = false;
        }
        on = !useless;
        pages = 0;
        values = 0;
    }

    /// Finds the indexes of a page's first values.
    interface Lookup {
        /// @return whether there was room for all
        boolean index(int count, int[] into);
    }
}
