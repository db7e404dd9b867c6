/// CSV files: read straight from bytes into Arrow buffers, and written straight from them.
///
/// Reading goes [ByteWindow] (bytes) → [RecordIndexer] (where cells begin and end) → a [ColumnParser] for each column
/// (typed Arrow buffers) → [CsvSplitReader] (batches with positions). Neighbours: `connectors.files` for globs, staging
/// and publishing. Absent on purpose: a string for each cell, recipes, retries, threads.
@NullMarked
package io.datacook.connectors.csv;

import org.jspecify.annotations.NullMarked;
