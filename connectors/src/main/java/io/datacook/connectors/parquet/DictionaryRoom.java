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

    /// Lends one more step.
    ///
    /// @return the bytes lent, 0 if there are none left
    int borrow() {
        if (left < STEP_BYTES) {
            return 0;
        }
        left -= STEP_BYTES;
        return STEP_BYTES;
    }

    /// Takes bytes back.
    void giveBack(int bytes) {
        left += bytes;
    }
}
