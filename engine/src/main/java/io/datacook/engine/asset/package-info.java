/// Definitions of datasets: columns, types, keys and checks that rows are held to, in versioned files of their own.
///
/// Values only; the recipe package reads the files, `engine.stage` does the checking. Absent on purpose: systems, rows.
@NullMarked
package io.datacook.engine.asset;

import org.jspecify.annotations.NullMarked;
