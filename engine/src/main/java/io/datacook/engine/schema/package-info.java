/// What becomes of a target's columns when the source's differ: the contract, the changes a load needs first, and the
/// adapter that gives each batch the target's columns; and the columns of dead letters.
///
/// A pure function of schemas, and a step over batches. Absent on purpose: systems; a destination says what it has and
/// what it would have.
@NullMarked
package io.datacook.engine.schema;

import org.jspecify.annotations.NullMarked;
