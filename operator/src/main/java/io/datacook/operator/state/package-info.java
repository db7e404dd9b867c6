/// What the operator asks of the state service: how runs stand, to cancel one, to forget a recipe's checkpoints.
///
/// Absent on purpose: documents of checkpoints; they hold values of cursors, which are nobody's business here.
@NullMarked
package io.datacook.operator.state;

import org.jspecify.annotations.NullMarked;
