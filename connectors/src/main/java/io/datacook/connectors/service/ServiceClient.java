package io.datacook.connectors.service;

import io.datacook.api.ConnectorContext;
import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Secret;
import io.datacook.api.StateBackend;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Sends single requests to a state service and tells apart what a broken one may have done.
///
/// **Threading:** safe for all threads. **Closing:** once; requests that are under way end first.
final class ServiceClient implements AutoCloseable {
    /// A document, and what JSON needs around lists of keys.
    private static final int ANSWER_BYTES_MAX = 2 * StateBackend.DOCUMENT_BYTES_MAX;

    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

    private final URI address;
    private final @Nullable Secret token;
    private final @Nullable Path tokenFile;
    private final Duration timeout;
    private final HttpClient http;

    private ServiceClient(ServiceStateOptions options, @Nullable Path tokenFile, HttpClient http) {
        this.address = options.address();
        this.token = options.token();
        this.tokenFile = tokenFile;
        this.timeout = options.timeout();
        this.http = http;
    }

    /// An answer, whatever its status.
    record Answer(int status, String body, @Nullable String etag) {}

    /// Makes ready, without a request.
    ///
    /// @throws DatacookException `REFERENCE_MISSING` if the certificates cannot be read
    static ServiceClient open(ServiceStateOptions options, ConnectorContext context) {
        Duration connect = options.timeout().compareTo(CONNECT_MAX) < 0 ? options.timeout() : CONNECT_MAX;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect);
        Path authorities = options.caFile();
        if (authorities != null) {
            builder.sslContext(Authorities.trusting(context.folder().resolve(authorities)));
        }
        Path file = options.tokenFile();
        return new ServiceClient(options, file == null ? null : context.folder().resolve(file), builder.build());
    }

    /// Where it sends to, for messages.
    String describe() {
        return address.toString();
    }

    /// Asks; nothing changes by it.
    ///
    /// @throws DatacookException `STATE_UNREACHABLE`
    Answer read(String path, Map<String, String> query) {
        HttpRequest request = request(path, query).GET().build();
        try {
            return send(request);
        } catch (IOException failed) {
            throw unreachable(failed);
        }
    }

    /// Changes something.
    ///
    /// @param precondition a header that says what the change is based on
    /// @throws DatacookException `STATE_UNREACHABLE` if the request surely never arrived, else `COMMIT_UNKNOWN`
    Answer change(
            String method,
            String path,
            Map<String, String> query,
            Map.Entry<String, String> precondition,
            @Nullable String document) {
        BodyPublisher body = document == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(document.getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder builder = request(path, query)
                .header(precondition.getKey(), precondition.getValue())
                .method(method, body);
        if (document != null) {
            builder.header("Content-Type", "application/json");
        }
        try {
            return send(builder.build());
        } catch (ConnectException | HttpConnectTimeoutException neverSent) {
            throw unreachable(neverSent);
        } catch (IOException lost) {
            throw new DatacookException(
                    ErrorCode.COMMIT_UNKNOWN,
                    "the connection to the state service at %s broke before it answered (%s): nobody knows whether the "
                                    .formatted(address, reason(lost))
                            + "checkpoint was stored; run again, the next run finds out",
                    lost);
        }
    }

    private HttpRequest.Builder request(String path, Map<String, String> query) {
        StringBuilder text = new StringBuilder(address.toString()).append(path);
        char separator = '?';
        for (Map.Entry<String, String> parameter : new TreeMap<>(query).entrySet()) {
            text.append(separator)
                    .append(parameter.getKey())
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(text.toString()))
                .timeout(timeout)
                .header("Accept", "application/json, application/problem+json");
        String bearer = bearer();
        return bearer == null ? builder : builder.header("Authorization", "Bearer " + bearer);
    }

    private @Nullable String bearer() {
        if (tokenFile == null) {
            return token == null ? null : token.reveal().strip();
        }
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException failed) {
            throw new DatacookException(
                    ErrorCode.REFERENCE_MISSING,
                    "cannot read the state service's token from %s: %s; mount it, or set token_file to where it is"
                            .formatted(tokenFile, reason(failed)),
                    failed);
        }
    }

    private Answer send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = http.send(
                    request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), ANSWER_BYTES_MAX));
            return new Answer(
                    response.statusCode(),
                    response.body() == null ? "" : response.body(),
                    response.headers().firstValue("ETag").orElse(null));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }

    private DatacookException unreachable(IOException failed) {
        return new DatacookException(
                ErrorCode.STATE_UNREACHABLE,
                "the state service at %s does not answer: %s; check the url and whether the service runs"
                        .formatted(address, reason(failed)),
                failed);
    }

    /// The JDK leaves out the message of some of its failures to connect.
    private static String reason(IOException failed) {
        if (failed instanceof HttpTimeoutException) {
            return "timed out";
        }
        if (failed.getMessage() != null) {
            return failed.getMessage();
        }
        return failed instanceof ConnectException
                ? "no connection"
                : failed.getClass().getSimpleName();
    }

    @Override
    public void close() {
        http.close();
    }
}
