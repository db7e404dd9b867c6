package io.datacook.stateservice.http;

import io.datacook.stateservice.auth.Caller;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Refused;
import io.datacook.stateservice.store.LaneTable;
import io.datacook.stateservice.store.Stage;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks what a request says, and says what is wrong with it.
final class Inputs {
    /// Names go into an index, whose entries PostgreSQL limits to 2704 bytes.
    static final int NAME_BYTES_MAX = 1024;

    /// Lanes of one run.
    static final long LANES_MAX = 1024;

    private static final int SHOWN_MAX = 80;
    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,18})\"");

    private Inputs() {}

    /// A name that must be there.
    static String name(String what, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new Refused(Failure.BAD_REQUEST, "'%s' is missing".formatted(what));
        }
        return text(what, value);
    }

    /// A text that may be empty; absent is empty.
    static String text(String what, @Nullable String value) {
        if (value == null) {
            return "";
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > NAME_BYTES_MAX) {
            throw new Refused(
                    Failure.BAD_REQUEST,
                    "'%s' has %d bytes, and %d are allowed: %s…"
                            .formatted(what, bytes, NAME_BYTES_MAX, value.substring(0, SHOWN_MAX)));
        }
        if (value.indexOf('\0') >= 0) {
            throw new Refused(Failure.BAD_REQUEST, "'%s' has a zero character".formatted(what));
        }
        return value;
    }

    /// A number within its range.
    static long number(String what, @Nullable Long value, long from, long to) {
        if (value == null || value < from || value > to) {
            throw new Refused(Failure.BAD_REQUEST, "'%s' is %s; allowed is %d to %d".formatted(what, value, from, to));
        }
        return value;
    }

    /// A stage by its word.
    static Stage stage(@Nullable String word) {
        Stage stage = Stage.of(String.valueOf(word));
        if (stage == null) {
            throw new Refused(
                    Failure.BAD_REQUEST,
                    "'stage' is '%s'; allowed are extractor, transform and writer".formatted(shown(word)));
        }
        return stage;
    }

    /// A body that must be there.
    static <T> T present(@Nullable T body) {
        if (body == null) {
            throw new Refused(Failure.BAD_REQUEST, "the body is missing");
        }
        return body;
    }

    /// A stage of a lane of a run of the caller's tenant.
    ///
    /// @param lanes how many there are at most
    static LaneTable.Key place(Caller caller, String run, @Nullable String stage, @Nullable Long lane, long lanes) {
        return new LaneTable.Key(
                caller.tenant(), name("run", run), (int) number("lane", lane, 0, lanes - 1), stage(stage));
    }

    /// The version of an `If-Match` header.
    static long version(String header) {
        Matcher etag = ETAG.matcher(header.strip());
        if (!etag.matches()) {
            throw new Refused(
                    Failure.BAD_REQUEST,
                    "If-Match is %s; it must be the ETag that came with the document, such as \"7\""
                            .formatted(shown(header)));
        }
        return Long.parseLong(etag.group(1));
    }

    private static String shown(@Nullable String value) {
        String text = String.valueOf(value);
        return text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    }
}
