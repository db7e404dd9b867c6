package io.datacook.stateservice.auth;

import io.datacook.stateservice.problem.Refused;
import org.jspecify.annotations.Nullable;

/// Says whose token this is. Safe for all threads; may wait for another system.
@FunctionalInterface
public interface TokenCheck {
    /// Whose token it is.
    ///
    /// @param token what came after `Bearer`, or `null` if nothing came
    /// @throws Refused `UNAUTHENTICATED`, or `UNREACHABLE` if whoever knows does not answer
    Identity identify(@Nullable String token);
}
