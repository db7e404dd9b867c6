package io.datacook.stateservice.auth;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.datacook.stateservice.Settings;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Tokens of service accounts, reviewed by the cluster's API server and remembered for a while by their hash.
///
/// A token that is refused is remembered for a tenth of the time, so that a new one works soon and a wrong one costs
/// little. **Threading:** safe for all threads; one review at a time for each token.
final class KubernetesTokens implements TokenCheck {
    private static final int TOKEN_CHARACTERS_MAX = 16_384;

    private final TokenReviews reviews;
    private final Set<String> operators;
    private final LoadingCache<Key, Answer> cache;

    /// Equal by hash alone; the token itself is dropped once it is reviewed.
    private static final class Key {
        private final String hash;
        private @Nullable String token;

        Key(String token) {
            this.hash = Hashes.sha256(token);
            this.token = token;
        }

        /// Gives the token once.
        String take() {
            String taken = token;
            token = null;
            return String.valueOf(taken);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.hash.equals(hash);
        }

        @Override
        public int hashCode() {
            return hash.hashCode();
        }
    }

    /// @param identity `null` if nobody vouches for the token
    private record Answer(@Nullable Identity identity) {}

    KubernetesTokens(TokenReviews reviews, Settings.Auth settings) {
        this.reviews = reviews;
        this.operators = ConcurrentHashMap.newKeySet();
        settings.operators().ifPresent(operators::addAll);
        Duration kept = settings.cacheTime();
        this.cache = Caffeine.newBuilder()
                .maximumSize(settings.cacheSize())
                .expireAfter(Expiry.<Key, Answer>creating(
                        (key, answer) -> answer.identity() == null ? kept.dividedBy(10) : kept))
                .build(key -> new Answer(review(key.take())));
    }

    @Override
    public Identity identify(@Nullable String token) {
        if (token == null) {
            throw new Refused(Failure.UNAUTHENTICATED, "send a service account's token: Authorization: Bearer <token>");
        }
        if (token.length() > TOKEN_CHARACTERS_MAX) {
            throw new Refused(Failure.UNAUTHENTICATED, "a token has at most %d characters".formatted(16_384));
        }
        Identity identity = cache.get(new Key(token)).identity();
        if (identity == null) {
            throw new Refused(
                    Failure.UNAUTHENTICATED,
                    "the cluster does not vouch for this token; it must be a service account's, not expired, for the "
                            + "audience that the state service expects");
        }
        return identity;
    }

    private @Nullable Identity review(String token) {
        TokenReviews.User user = reviews.review(token);
        if (user == null) {
            return null;
        }
        if (operators.contains(user.name())) {
            return Identity.operator();
        }
        String[] parts = user.name().split(":", -1);
        if (parts.length != 4 || !user.name().startsWith("system:serviceaccount:")) {
            return null;
        }
        boolean ofPod = user.pod() != null && user.podUid() != null;
        return new Identity(
                ofPod ? Identity.Reach.TENANT : Identity.Reach.ACCOUNT,
                parts[2],
                null,
                null,
                ofPod ? user.pod() : null,
                ofPod ? user.podUid() : null);
    }
}
