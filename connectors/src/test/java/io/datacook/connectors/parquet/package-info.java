/// Tests of Parquet files, with DuckDB and our own reader as readers.
@NullMarked
package io.datacook.connectors.parquet;

import org.jspecify.annotations.NullMarked;
