package io.datacook.engine.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Reads a parent recipe by HTTP, within limits of size and time; follows no redirect.
///
/// @param timeout for the connection, and again for the answer
/// @param bytesMax larger answers are refused
record HttpsFetcher(Duration timeout, int bytesMax) implements Fetcher {
    /// What recipes are read with.
    static final HttpsFetcher DEFAULT = new HttpsFetcher(Duration.ofSeconds(20), YamlReader.BYTES_MAX);

    @Override
    public byte[] fetch(URI address) throws IOException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(timeout).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(timeout).build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new IOException("the server answered %d".formatted(response.statusCode()));
                }
                byte[] bytes = body.readNBytes(bytesMax + 1);
                if (bytes.length > bytesMax) {
                    throw new IOException("it has more than %,d bytes".formatted(bytesMax));
                }
                return bytes;
            } finally {
                client.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("reading it was interrupted", e);
        }
    }
}
