/// The stages between a source and a load, each a [io.datacook.api.BatchStream] over its left neighbour.
///
/// Order: extract → cursor filter → validate → transform. A stage never asks where its neighbour runs; across pods a
/// link takes the neighbour's place. Absent on purpose: threads, retries, state, knowledge of any system.
@NullMarked
package io.datacook.engine.stage;

import org.jspecify.annotations.NullMarked;
