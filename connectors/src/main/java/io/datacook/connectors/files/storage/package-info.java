/// Chooses where files lie by how a path begins: the one place that knows all kinds of storage.
///
/// Used by csv, json and parquet. Absent on purpose: what is inside a file, and how a kind of storage works.
@NullMarked
package io.datacook.connectors.files.storage;

import org.jspecify.annotations.NullMarked;
