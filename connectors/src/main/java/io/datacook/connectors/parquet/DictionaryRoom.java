package io.datacook.connectors.parquet;

/// What the dictionaries of one file may take beyond what each column has of its own, lent to whoever needs it first.
///
/// Few columns of a table have a large dictionary; sharing lets those grow without a bound that grows with the number
/// of columns. **Threading:** one thread at a time.
final class DictionaryRoom {
    private static final int STEP_BYTES = 256 << 10;

    private int left;

    /// @param bytes to lend
    DictionaryRoom(int bytes) {
        this.left = bytes;
    }

    /// The room of one dictionary.
    ///
    /// @param own bytes that it may take in any case
    Share share(int own) {
        return new Share(own);
    }

    /// What one dictionary may take: its own and what it borrowed.
    final class Share {
        private final int own;
        private int borrowed;

        private Share(int own) {
            this.own = own;
        }

        /// Whether a dictionary of so many bytes fits; borrows what is missing, if there is so much.
        boolean fits(long bytes) {
            while (bytes > own + borrowed) {
                if (left < STEP_BYTES) {
                    return false;
                }
                left -= STEP_BYTES;
                borrowed += STEP_BYTES;
            }
            return true;
        }

        /// Gives back what was borrowed.
        void giveBack() {
            left += borrowed;
            borrowed = 0;
        }
    }
}
