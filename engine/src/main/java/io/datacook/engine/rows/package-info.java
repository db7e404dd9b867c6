/// Kernels over Arrow columns that steps, validation and schema adaption share: taking rows by number, handing columns
/// on without copying, converting cells from one type to another, hashing keys, and the frame of steps that work batch
/// by batch.
///
/// Uses `api` only. Absent on purpose: recipes, options, what becomes of a bad row; a kernel says why a cell does not
/// fit and its caller decides.
@NullMarked
package io.datacook.engine.rows;

import org.jspecify.annotations.NullMarked;
