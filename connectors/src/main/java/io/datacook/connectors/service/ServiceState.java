package io.datacook.connectors.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.StateBackend;
import io.datacook.api.StateKey;
import io.datacook.connectors.service.ServiceClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checkpoints in a state service.
///
/// **Threading:** safe for all threads; requests run side by side.
final class ServiceState implements StateBackend {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    /// A recipe that hardly anybody has; what matters is that the service answers.
    private static final String PROBE = "datacook probe";

    private final ServiceClient client;

    private ServiceState(ServiceClient client) {
        this.client = client;
    }

    /// Makes ready and asks once, so that a wrong url or token shows at once and not after many attempts.
    static ServiceState open(ServiceStateOptions options, ConnectorContext context) {
        ServiceState state = new ServiceState(ServiceClient.open(options, context));
        try {
            state.list(PROBE);
            return state;
        } catch (RuntimeException refused) {
            state.close();
            throw refused;
        }
    }

    @Override
    public @Nullable Versioned load(StateKey key) {
        Answer answer = client.read("/v1/state", query(key));
        Problem problem = Problem.of(answer);
        if (answer.status() == 404 && problem != null && problem.type().equals(Problem.NOTHING_THERE)) {
            return null;
        }
        if (answer.status() != 200) {
            throw refusal(answer, ErrorCode.STATE_UNREACHABLE);
        }
        Matcher etag = ETAG.matcher(String.valueOf(answer.etag()));
        if (!etag.matches()) {
            throw noService(answer);
        }
        return new Versioned(Long.parseLong(etag.group(1)), answer.body());
    }

    @Override
    public boolean compareAndSet(StateKey key, long expectedVersion, String document) {
        int bytes = document.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > DOCUMENT_BYTES_MAX) {
            throw new DatacookException(
                    ErrorCode.STATE_INVALID,
                    "the state of %s/%s has %d bytes and at most %d can be kept; load fewer files or splits at once"
                            .formatted(key.recipe(), key.stream(), bytes, DOCUMENT_BYTES_MAX));
        }
        Map.Entry<String, String> precondition =
                expectedVersion == 0 ? Map.entry("If-None-Match", "*") : Map.entry("If-Match", etag(expectedVersion));
        return isDone(client.change("PUT", "/v1/state", query(key), precondition, document));
    }

    @Override
    public boolean remove(StateKey key, long expectedVersion) {
        Map.Entry<String, String> precondition = Map.entry("If-Match", etag(expectedVersion));
        return isDone(client.change("DELETE", "/v1/state", query(key), precondition, null));
    }

    private static String etag(long version) {
        return "\"" + version + "\"";
    }

    private boolean isDone(Answer answer) {
        return switch (answer.status()) {
            case 204 -> true;
            case 412 -> false;
            default -> throw refusal(answer, ErrorCode.COMMIT_UNKNOWN);
        };
    }

    @Override
    public List<StateKey> list(@Nullable String recipe) {
        Answer answer = client.read("/v1/states", recipe == null ? Map.of() : Map.of("recipe", recipe));
        if (answer.status() != 200) {
            throw refusal(answer, ErrorCode.STATE_UNREACHABLE);
        }
        try {
            List<StateKey> keys = new ArrayList<>();
            for (JsonNode one : JSON.readTree(answer.body())) {
                keys.add(new StateKey(
                        one.path("recipe").asText(), one.path("stream").asText()));
            }
            return List.copyOf(keys);
        } catch (JsonProcessingException broken) {
            throw noService(answer);
        }
    }

    private static Map<String, String> query(StateKey key) {
        return Map.of("recipe", key.recipe(), "stream", key.stream());
    }

    /// What the service, or something in front of it, means by a status that is no success.
    ///
    /// @param doubt the code where a server failed without saying what became of the request
    private DatacookException refusal(Answer answer, ErrorCode doubt) {
        Problem problem = Problem.of(answer);
        String said = problem == null ? "HTTP " + answer.status() : problem.detail();
        if (problem != null && problem.isCode(ErrorCode.COMMIT_UNKNOWN)) {
            return failure(ErrorCode.COMMIT_UNKNOWN, said, "run again, the next run finds out");
        }
        if (problem != null && problem.isCode(ErrorCode.STATE_UNREACHABLE)) {
            return failure(ErrorCode.STATE_UNREACHABLE, said, "try again");
        }
        return switch (answer.status()) {
            case 401, 403 -> failure(ErrorCode.ACCESS_DENIED, said, "set token, token_file or DATACOOK_STATE_TOKEN");
            case 408, 429 -> failure(ErrorCode.STATE_UNREACHABLE, said, "try again");
            case 413 -> failure(ErrorCode.STATE_INVALID, said, "load fewer files or splits at once");
            case 507 -> failure(ErrorCode.RESOURCE_EXHAUSTED, said, "ask who runs the service to make room");
            default ->
                answer.status() >= 500
                        ? failure(doubt, said, "see the log of the service, and run again")
                        : problem == null || answer.status() == 404
                                ? noService(answer)
                                : failure(ErrorCode.STATE_INVALID, said, "mend that");
        };
    }

    private DatacookException failure(ErrorCode code, String said, String next) {
        return new DatacookException(
                code, "the state service at %s answered: %s\n%s".formatted(client.describe(), said, sentence(next)));
    }

    private static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private DatacookException noService(Answer answer) {
        return new DatacookException(
                ErrorCode.RECIPE_INVALID,
                "%s is no Datacook state service: it answered HTTP %d in another way\nSet url to where it listens."
                        .formatted(client.describe(), answer.status()));
    }

    @Override
    public String describe() {
        return "state service " + client.describe();
    }

    @Override
    public void close() {
        client.close();
    }

    /// What the service says of a failure; anything else says nothing of that form.
    private record Problem(String type, String code, String detail) {
        /// Sent only where the service looked and found nothing; a wrong path is answered by another type.
        static final String NOTHING_THERE = "urn:datacook:not-found";

        private static final int DETAIL_CHARACTERS_MAX = 2000;

        static @Nullable Problem of(Answer answer) {
            try {
                JsonNode tree = JSON.readTree(answer.body());
                if (tree == null
                        || !tree.path("code").isTextual()
                        || !tree.path("detail").isTextual()) {
                    return null;
                }
                String detail = tree.path("detail").asText();
                return new Problem(
                        tree.path("type").asText(),
                        tree.path("code").asText(),
                        detail.length() <= DETAIL_CHARACTERS_MAX ? detail : detail.substring(0, DETAIL_CHARACTERS_MAX));
            } catch (JsonProcessingException other) {
                return null;
            }
        }

        boolean isCode(ErrorCode wanted) {
            return code.equals(wanted.toString());
        }
    }
}
