package io.datacook.stateservice.problem;

import io.datacook.api.ErrorKind;
import java.util.Locale;

/// The body of every failure, `application/problem+json` of RFC 9457 with two members of our own.
///
/// @param type `urn:datacook:stale` and so on, one for each row of [Failure]; what programs look at
/// @param title what the type means
/// @param status the HTTP status again
/// @param code `DC402`
/// @param kind who can mend it
/// @param detail what happened here
public record Problem(String type, String title, int status, String code, ErrorKind kind, String detail) {
    /// The media type.
    public static final String MEDIA_TYPE = "application/problem+json";

    /// A failure with its detail.
    public static Problem of(Failure failure, String detail) {
        return new Problem(
                "urn:datacook:" + failure.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                failure.title(),
                failure.status(),
                failure.code().toString(),
                failure.code().kind(),
                detail);
    }
}
