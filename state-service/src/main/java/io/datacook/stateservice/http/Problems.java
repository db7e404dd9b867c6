package io.datacook.stateservice.http;

import io.datacook.stateservice.problem.Failure;
import io.datacook.stateservice.problem.Problem;
import io.datacook.stateservice.problem.Refused;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// How every failure leaves: `application/problem+json`, never a stack trace.
@Singleton
public final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);

    /// What the service decided.
    @ServerExceptionMapper
    Response refused(Refused refused) {
        if (refused.failure().status() >= 500 && refused.failure() != Failure.BUSY) {
            LOG.warnf("%s: %s", refused.failure(), refused.getMessage());
        }
        return response(refused.problem());
    }

    /// What the HTTP layer decided: unknown paths, wrong methods, bodies that are not JSON.
    @ServerExceptionMapper
    Response http(WebApplicationException failed) {
        int status = failed.getResponse().getStatus();
        if (status < 400) {
            return failed.getResponse();
        }
        Failure failure = Failure.ofStatus(status);
        return response(Problem.of(failure, detail(failure)));
    }

    private static String detail(Failure failure) {
        return switch (failure) {
            case NO_SUCH_PATH -> "no resource has this path; the API is described at /q/openapi";
            case METHOD -> "this path has other methods; the API is described at /q/openapi";
            case MEDIA_TYPE -> "send Content-Type: application/json";
            case BAD_REQUEST -> "a parameter or the body is not what the API describes at /q/openapi";
            default -> failure.title();
        };
    }

    /// A fault of ours: the log has the details.
    @ServerExceptionMapper
    Response fault(Exception fault) {
        LOG.error("a fault of the state service", fault);
        return response(Problem.of(Failure.FAULT, "the log of the state service has the details"));
    }

    static Response response(Problem problem) {
        Response.ResponseBuilder builder =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        if (problem.status() == 503) {
            builder.header(HttpHeaders.RETRY_AFTER, "1");
        }
        if (problem.status() == 401) {
            builder.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return builder.build();
    }
}
