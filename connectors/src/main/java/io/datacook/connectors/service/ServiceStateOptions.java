package io.datacook.connectors.service;

import io.datacook.api.DatacookException;
import io.datacook.api.ErrorCode;
import io.datacook.api.Option;
import io.datacook.api.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a recipe says of state kept by a state service.
public record ServiceStateOptions(
        @Option(
                value = "Where the service listens, http:// or https://, with a path in front of /v1 where a proxy "
                        + "adds one.",
                examples = {"https://datacook-state.example.com", "http://localhost:8080"})
        String url,

        @Option(value = "The bearer token, if the service asks for one.", examples = "${env:DATACOOK_STATE_TOKEN}")
        @Nullable
        Secret token,

        @Option(
                value = "A file with the bearer token, read again for each request: for tokens that are exchanged "
                        + "while a run goes on, as Kubernetes does. Excludes token.",
                examples = "/var/run/secrets/datacook/token")
        @Nullable
        Path tokenFile,

        @Option(value = "How long one request may take.", defaultValue = "30s")
        Duration timeout,

        @Option(value = "Certificates in PEM to trust instead of those of the Java runtime.") @Nullable
        Path caFile) {

    public ServiceStateOptions {
        address(url);
        if (token != null && tokenFile != null) {
            throw invalid("token and token_file exclude each other; keep one");
        }
        if (timeout.compareTo(Duration.ofMillis(1)) < 0) {
            throw invalid("timeout is %s; it must be more than nothing, such as 30s".formatted(timeout));
        }
    }

    /// The address without slashes at its end.
    URI address() {
        return address(url);
    }

    private static URI address(String url) {
        try {
            URI uri = new URI(url.strip().replaceAll("/+$", ""));
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException broken) {
            throw invalid("url is no URL: " + broken.getReason());
        }
        // A URL with a login is not repeated here.
        throw invalid("url must be http://host:port or https://host:port, without login and query; a token goes into "
                + "token or token_file");
    }

    private static DatacookException invalid(String message) {
        return new DatacookException(ErrorCode.RECIPE_INVALID, message);
    }
}
