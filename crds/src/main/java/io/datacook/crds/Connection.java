package io.datacook.crds;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/// How to reach a system, with secrets by reference only. Recipes name it by `connId`.
@Group(Recipe.GROUP)
@Version(Recipe.VERSION)
@Kind("Connection")
@Singular("connection")
@Plural("connections")
@ShortNames("rcpc")
public final class Connection extends CustomResource<ConnectionSpec, ConnectionStatus> implements Namespaced {
    private static final long serialVersionUID = 1L;

    @Override
    protected @Nullable ConnectionSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable ConnectionStatus initStatus() {
        return null;
    }
}
