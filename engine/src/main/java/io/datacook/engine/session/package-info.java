/// What a run leaves on disk for people and tools: a folder with manifest, logs and an HTML report.
///
/// [SessionStore] opens, lists and limits the folders; [SessionListener] hears the run and writes. Neighbour:
/// [io.datacook.engine.run], which knows nothing of sessions. Absent on purpose: checkpoints (losing a session loses no
/// state), rows of data, secrets, printing.
@NullMarked
package io.datacook.engine.session;

import org.jspecify.annotations.NullMarked;
