package io.datacook.stateservice.auth;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.datacook.stateservice.Settings;
import jakarta.inject.Singleton;

/// The one check that is configured.
@Singleton
public final class TokenChecks {
    private final TokenCheck configured;

    /// @throws IllegalStateException if what it needs is not configured
    TokenChecks(Settings settings, ObjectMapper json) {
        Settings.Auth auth = settings.auth();
        this.configured = switch (auth.mode()) {
            case NONE -> _ -> Identity.anybody();
            case TOKENS -> new TokenFile(auth.tokensFile().orElseThrow(TokenChecks::noTokensFile));
            case KUBERNETES -> new KubernetesTokens(new TokenReviews(auth, json), auth);
        };
    }

    private static IllegalStateException noTokensFile() {
        return new IllegalStateException("DATACOOK_AUTH is 'tokens': set DATACOOK_AUTH_TOKENS_FILE to a file with a "
                + "line 'sha256(token) tenant [run [stage]]' for each token");
    }

    /// Safe for all threads.
    public TokenCheck configured() {
        return configured;
    }
}
