/// Parquet files as a source and a destination, straight between Arrow vectors and pages.
///
/// Uses `api`, `connectors.files` for finding, staging and publishing files, parquet-format's classes for headers and
/// footers, and codec libraries. Read in this order: [ParquetConnector], then [ParquetFileWriter] (levels by
/// [Shredder], values by [NumberColumn] and [BinaryColumn], bytes by [PageSink]), then [ParquetSource]. Absent on
/// purpose: Hadoop, encryption, and objects per value.
@NullMarked
package io.datacook.connectors.parquet;

import org.jspecify.annotations.NullMarked;
