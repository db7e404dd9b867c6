/// Receipts: what was committed against what readers find at the destination.
///
/// Used by `engine.load`, which feeds it committed rows, and `engine.run`, which asks for the verdict; knows `api`
/// and the split states of `engine.commit`. Absent on purpose: a guess. Where rows cannot be compared exactly the
/// receipt says why instead.
@NullMarked
package io.datacook.engine.receipt;

import org.jspecify.annotations.NullMarked;
