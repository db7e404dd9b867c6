/// Runs the engine's commit protocol through random kills, delays, repetitions and lost replies.
///
/// [io.datacook.testkit.simulator.ProtocolSimulator] turns a seed into one schedule of several runs over one stream and
/// checks after each step that rows are neither lost nor doubled. It calls the real
/// [io.datacook.engine.commit.Protocol]; the store, the destinations and the runs around it are models. Absent on
/// purpose: threads, clocks, files: the same seed gives the same schedule for ever.
@NullMarked
package io.datacook.testkit.simulator;

import org.jspecify.annotations.NullMarked;
