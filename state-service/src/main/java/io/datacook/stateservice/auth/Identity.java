package io.datacook.stateservice.auth;

import io.datacook.stateservice.store.Stage;
import org.jspecify.annotations.Nullable;

/// Whom a token belongs to.
///
/// @param reach how far it reaches
/// @param tenant whose rows it sees; `null` for an operator, who says for each request which tenant it is about
/// @param run the only run it may touch, or `null` for any
/// @param stage the only stage it may act for, or `null` for any
/// @param pod the name of the pod it was made for, or `null`
/// @param podUid the uid of that pod, or `null`
public record Identity(
        Reach reach,
        @Nullable String tenant,
        @Nullable String run,
        @Nullable Stage stage,
        @Nullable String pod,
        @Nullable String podUid) {
    /// The tenant where nobody is asked for a token.
    public static final String DEFAULT_TENANT = "default";

    /// How far a token reaches.
    public enum Reach {
        /// Nobody is asked for a token; there is one tenant.
        ANYBODY,
        /// One tenant, or less.
        TENANT,
        /// Checkpoints of one tenant, and its runs to look at: a service account's token that was made for no pod.
        ACCOUNT,
        /// Runs of all tenants, to read and cancel them.
        OPERATOR
    }

    /// Whoever comes, where nobody is asked for a token.
    public static Identity anybody() {
        return new Identity(Reach.ANYBODY, DEFAULT_TENANT, null, null, null, null);
    }

    /// Reads and cancels runs of all tenants.
    public static Identity operator() {
        return new Identity(Reach.OPERATOR, null, null, null, null, null);
    }
}
