/// Loads a window: opens or resumes it, hands its splits to lanes, drives each lane's epochs through write, prepare,
/// commit, publish and acknowledge, and finishes it.
///
/// [io.datacook.engine.load.WindowLoad] is the way in. What may happen is decided by `engine.commit`; here it is
/// stored, retried and carried out. Absent on purpose: reading, transforming, lanes' threads, knowledge of any system.
@NullMarked
package io.datacook.engine.load;

import org.jspecify.annotations.NullMarked;
