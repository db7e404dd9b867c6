/// Who asks, and what they may: [AuthFilter] reads the token, one of the [TokenCheck]s says whose it is, [Caller] keeps
/// the answer for the request. A token gives a tenant, and may be bound to one run, one stage or one pod. Absent on
/// purpose: sessions, passwords, and any token in clear in memory longer than its request.
@NullMarked
package io.datacook.stateservice.auth;

import org.jspecify.annotations.NullMarked;
