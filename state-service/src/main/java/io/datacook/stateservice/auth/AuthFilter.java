package io.datacook.stateservice.auth;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Proves who asks before any resource is called. Runs on the thread of the resource, which may wait.
@Singleton
public final class AuthFilter {
    private static final String SCHEME = "Bearer ";

    private final Caller caller;
    private final Instance<TokenChecks> checks;

    /// @param checks looked up when the first request comes: filters are made before settings can be read
    AuthFilter(Caller caller, Instance<TokenChecks> checks) {
        this.caller = caller;
        this.checks = checks;
    }

    /// Throws what the check throws.
    @ServerRequestFilter
    public void filter(ContainerRequestContext request) {
        String token = bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        caller.become(checks.get().configured().identify(token));
    }

    private static @Nullable String bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? header.substring(SCHEME.length()).strip()
                : null;
    }
}
