/// From custom resources to a resolved recipe, by the resolver of the command line.
///
/// Absent on purpose: a second recipe language, connectors, the values of secrets.
@NullMarked
package io.datacook.operator.resolve;

import org.jspecify.annotations.NullMarked;
