package io.datacook.connectors.json;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/// Writes the values of one place of the records into a vector.
///
/// Rows are written in ascending order; a row whose value was bad is left as it is and dropped later, so that no child
/// vector ever goes back. **Threading:** one thread.
interface ValueWriter {
    /// Writes the value whose first token is the parser's current one, and moves the parser to its last token.
    ///
    /// @return Arrow bytes it takes, about
    /// @throws BadValue if it does not fit
    long write(JsonParser parser, int row) throws IOException;

    /// Writes a null.
    void writeNull(int row);
}
