/// JSON files: newline-delimited objects, arrays, objects one after the other, or an array somewhere in a document.
///
/// Reading goes [Framer] (where records begin and end) → [ShapeReader] once for a sample (types), then [RowBuilder]
/// with a [ValueWriter] for each column (Arrow vectors) → [JsonSplitReader] (batches with positions). Neighbours:
/// `connectors.files`. Absent on purpose: schemas from outside, JSON with comments.
@NullMarked
package io.datacook.connectors.json;

import org.jspecify.annotations.NullMarked;
