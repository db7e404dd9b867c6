package io.datacook.connectors.postgres;

/// Writes the cells of one column, as they come from the wire, into the column's vector of one batch.
///
/// **Threading:** one thread at a time. Rows come in order; the last row may be written again, which replaces it.
interface CellDecoder {
    /// Makes room up to a number of rows.
    void reserve(int rows);

    /// Writes a cell.
    ///
    /// @param row below what was reserved
    /// @param bytes holds the cell from `at` on, `length` bytes long
    /// @throws BadCell if the Arrow type has no such value; the row may be written again
    void decode(int row, byte[] bytes, int at, int length);

    /// Writes a null.
    void setNull(int row);

    /// All rows of the batch are written.
    void finish(int rows);
}
