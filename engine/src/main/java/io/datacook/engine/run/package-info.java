/// A run: all streams of a plan through extract, validate, transform and load, in parallel lanes, with retries.
///
/// [io.datacook.engine.run.Run] is the whole engine on one screen. Absent on purpose: printing, session files, pods;
/// those listen ([io.datacook.engine.run.RunListener]) or cut the same chain elsewhere.
@NullMarked
package io.datacook.engine.run;

import org.jspecify.annotations.NullMarked;
