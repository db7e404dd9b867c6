/// What a connector author sees: sources, destinations, state backends, steps, and the values they exchange.
///
/// Uses the JDK, Apache Arrow and JSpecify, nothing else. Absent on purpose: recipes, plans, threads, retries, the
/// commit protocol. A connector reads or writes one system; the engine decides when, how often and under which fence.
@NullMarked
package io.datacook.api;

import org.jspecify.annotations.NullMarked;
