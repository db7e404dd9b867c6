/// Whole loads through every pair of systems, in one process, with DuckDB as the oracle.
@NullMarked
package io.datacook.endtoend;

import org.jspecify.annotations.NullMarked;
