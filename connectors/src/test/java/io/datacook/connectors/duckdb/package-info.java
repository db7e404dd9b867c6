/// Proves the DuckDB connector and its steps on real files.
@NullMarked
package io.datacook.connectors.duckdb;

import org.jspecify.annotations.NullMarked;
