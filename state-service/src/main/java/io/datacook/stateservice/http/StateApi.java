package io.datacook.stateservice.http;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/// What the API's description says of the whole. `docs/reference/state-service.openapi.yaml` is made from it.
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Datacook state service",
                        version = "1",
                        description = "Checkpoints by compare-and-set, and runs. Every failure is a problem: see "
                                + "`type`.",
                        license = @License(name = "Apache-2.0")),
        security = @SecurityRequirement(name = "token"))
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "Decides the tenant; not asked for with DATACOOK_AUTH=none")
public final class StateApi extends Application {}
