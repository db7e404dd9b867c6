/// How failures are answered: one table ([Failure]), one exception ([Refused]), one JSON shape ([Problem]). Knows
/// neither the database nor tokens.
@NullMarked
package io.datacook.stateservice.problem;

import org.jspecify.annotations.NullMarked;
