/// The objects of a run, made by pure functions: settings, the frozen recipe and the run go in, objects come out.
///
/// Absent on purpose: clients, clocks, what is observed. Golden folders in the tests show each rule.
@NullMarked
package io.datacook.operator.desired;

import org.jspecify.annotations.NullMarked;
