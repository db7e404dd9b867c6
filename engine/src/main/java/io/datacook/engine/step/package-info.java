/// The transform steps that ship with Datacook, one file each: its options, what it checks, what it does.
///
/// Known to the rest of the engine through [io.datacook.api.StepType] and [java.util.ServiceLoader] only, so that steps
/// of others stand beside them on equal terms. Works on columns through `engine.rows`. Absent on purpose: the order of
/// steps, counting rows, SQL (the `duckdb` connector brings `sql` and `filter`).
@NullMarked
package io.datacook.engine.step;

import org.jspecify.annotations.NullMarked;
