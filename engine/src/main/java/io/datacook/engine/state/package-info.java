/// Keeps checkpoints in files, the default of the command line; other backends are connectors.
///
/// Absent on purpose: what a document means (`engine.commit`) and when it changes (`engine.load`).
@NullMarked
package io.datacook.engine.state;

import org.jspecify.annotations.NullMarked;
