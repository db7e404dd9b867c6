package io.datacook.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;

/// Whether a namespace is on its way out.
///
/// Kubernetes ends a namespace pods first and looks at everything else when they are gone. A Job with a limit for each
/// index keeps its last failed pod until the replacement is there, which the ending namespace refuses: both would wait
/// for ever. So the operator looks where a pod was told to go, with no more than the right to get that one namespace,
/// and takes the Jobs away.
final class EndingNamespaces {
    private static final int FORBIDDEN = 403;

    private EndingNamespaces() {}

    /// Whether pods were told to go because their namespace ends. Asks the API server only if any was.
    static boolean end(KubernetesClient client, String namespace, Collection<Pod> pods) {
        return pods.stream().anyMatch(EndingNamespaces::leaves) && ends(client, namespace);
    }

    private static boolean leaves(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    /// Whether it ends, or is gone.
    static boolean ends(KubernetesClient client, String namespace) {
        try {
            Namespace found = client.namespaces().withName(namespace).get();
            return found == null || leaves(found);
        } catch (KubernetesClientException e) {
            if (e.getCode() == FORBIDDEN) {
                // Roles of an older release: what is refused while the namespace ends tells it later.
                return false;
            }
            throw e;
        }
    }

    /// Whether something was refused because its namespace ends.
    static boolean refused(KubernetesClientException failure) {
        return failure.getCode() == FORBIDDEN
                && failure.getStatus() != null
                && failure.getStatus().getDetails() != null
                && failure.getStatus().getDetails().getCauses().stream()
                        .map(StatusCause::getReason)
                        .anyMatch("NamespaceTerminating"::equals);
    }
}
