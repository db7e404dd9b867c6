package io.datacook.stateservice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.datacook.api.StateBackend;
import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Lets in what fits into memory, before a byte of a body is read: so many requests, so many bytes of bodies.
///
/// Long polls are not counted here: they hold neither a thread nor a body, and have a limit of their own. What is asked
/// below `/q` is always let in. **Threading:** safe for all threads; never waits.
@Singleton
public final class Gate {
    private static final int PRIORITY = 1000;
    private static final long REPORT_BYTES_MAX = 4 << 20;

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong bodyBytes = new AtomicLong();
    private final Settings.Limits limits;
    private final ObjectMapper json;

    Gate(Settings settings, ObjectMapper json, MeterRegistry registry) {
        this.limits = settings.limits();
        this.json = json;
        registry.gauge("datacook.state.requests", requests);
        registry.gauge("datacook.state.body.bytes", bodyBytes);
    }

    void register(@Observes Filters filters) {
        filters.register(this::enter, PRIORITY);
    }

    private void enter(RoutingContext context) {
        String path = context.normalizedPath();
        boolean longPoll = context.request().method().equals(HttpMethod.GET) && path.contains("/lanes/");
        if (!path.startsWith("/v1/") || longPoll) {
            context.next();
            return;
        }
        long bytes = bodyBytes(context);
        Problem refusal = refusal(context, path, bytes);
        if (refusal != null) {
            refuse(context, refusal);
            return;
        }
        if (requests.incrementAndGet() > limits.requests()) {
            requests.decrementAndGet();
            refuse(context, busy("%d requests are being served, as many as may".formatted(limits.requests())));
            return;
        }
        if (bodyBytes.addAndGet(bytes) > limits.bodyBytes() && bytes > 0) {
            bodyBytes.addAndGet(-bytes);
            requests.decrementAndGet();
            refuse(context, busy("bodies of %d bytes are being read, as many as may".formatted(limits.bodyBytes())));
            return;
        }
        context.addEndHandler(ended -> {
            bodyBytes.addAndGet(-bytes);
            requests.decrementAndGet();
        });
        context.next();
    }

    /// The announced length; 0 for none, -1 for one that makes no sense.
    private static long bodyBytes(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        if (length == null) {
            return 0;
        }
        return length.matches("\\d{1,18}") ? Long.parseLong(length) : -1;
    }

    private static @Nullable Problem refusal(RoutingContext context, String path, long bytes) {
        HttpMethod method = context.request().method();
        boolean hasBody = method.equals(HttpMethod.PUT) || method.equals(HttpMethod.POST);
        if (bytes < 0 || (hasBody && context.request().getHeader("Transfer-Encoding") != null)) {
            return Problem.of(
                    Failure.LENGTH_MISSING, "send the body with a Content-Length, for memory is set aside for it");
        }
        long allowed = path.equals("/v1/state") ? StateBackend.DOCUMENT_BYTES_MAX : REPORT_BYTES_MAX;
        return bytes > allowed
                ? Problem.of(
                        Failure.TOO_LARGE, "the body has %d bytes, and %d are allowed here".formatted(bytes, allowed))
                : null;
    }

    private static Problem busy(String why) {
        return Problem.of(Failure.BUSY, why + "; try again in a second");
    }

    /// A body of an allowed size is still taken and dropped, so that its sender gets to read the answer; one that
    /// is too large, or has no end that is known, is cut off.
    private void refuse(RoutingContext context, Problem problem) {
        boolean busy = problem.status() == Failure.BUSY.status();
        HttpServerResponse response = context.response();
        response.setStatusCode(problem.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        if (busy) {
            response.putHeader("Retry-After", "1");
        } else {
            response.putHeader("Connection", "close");
        }
        response.end(text(problem)).onComplete(sent -> {
            if (busy) {
                context.request().resume();
            } else {
                context.request().connection().close();
            }
        });
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem is always JSON", impossible);
        }
    }
}
