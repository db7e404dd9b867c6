/// Kills real processes at every point of the commit protocol, starts them again, and compares what readers see with
/// a load that nobody killed.
@NullMarked
package io.datacook.kill;

import org.jspecify.annotations.NullMarked;
