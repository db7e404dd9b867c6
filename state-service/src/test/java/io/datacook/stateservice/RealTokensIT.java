package io.datacook.stateservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.datacook.crds.ApiServer;
import io.datacook.testkit.PostgresServer;
import io.datacook.testkit.StateService;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.BoundObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestSpecBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens as a real API server makes and reviews them, bound to a pod as the kubelet projects them.
class RealTokensIT {
    private static final String ACCOUNT = "stage";
    private static final String POD = "daily-writer-0-abcde";

    @TempDir
    private Path folder;

    @Test
    void aProjectedTokenSpeaksForItsPodUntilThePodIsGone() throws IOException {
        StateService.assumePackaged();
        try (KubernetesClient client = ApiServer.client()) {
            String namespace = ApiServer.namespace(client, "tokens");
            client.resource(new ServiceAccountBuilder()
                            .withNewMetadata()
                            .withName(ACCOUNT)
                            .withNamespace(namespace)
                            .endMetadata()
                            .build())
                    .create();
            Pod pod = pod(client, namespace);
            letReviewTokens(client, namespace);
            Map<String, String> settings = settings(client, namespace);
            try (StateService service = StateService.start(PostgresServer.freshDatabase(), settings)) {
                String uid = pod.getMetadata().getUid();
                Api api = new Api(service.address(), token(client, namespace, pod));

                Api.Reply attached = api.attach("daily", "writer", 0, POD, uid);
                assertThat(attached.status()).as(attached.body()).isEqualTo(200);
                assertThat(api.attach("daily", "writer", 0, POD, "another").status())
                        .isEqualTo(403);
                assertThat(api.attach("daily", "writer", 1, POD, uid).status()).isEqualTo(403);
                assertThat(api.attach("nightly", "writer", 0, POD, uid).status())
                        .isEqualTo(403);
                Api account = new Api(service.address(), token(client, namespace, null));
                assertThat(account.attach("daily", "writer", 0, POD, uid).status())
                        .isEqualTo(403);
                assertThat(account.get("/v1/states").status()).isEqualTo(200);

                client.resource(pod).withGracePeriod(0).delete();

                // API servers remember for ten seconds whom they have let in.
                Api.Reply beat = api.heartbeat("daily", "writer", 0, uid, 1, "");
                for (int i = 0; i < 300 && beat.status() != 401; i++) {
                    LockSupport.parkNanos(100_000_000);
                    beat = api.heartbeat("daily", "writer", 0, uid, 1, "");
                }
                assertThat(beat.status()).isEqualTo(401);
            }
        }
    }

    private static Pod pod(KubernetesClient client, String namespace) {
        return client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(POD)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withServiceAccountName(ACCOUNT)
                        .withAutomountServiceAccountToken(false)
                        .addNewContainer()
                        .withName("writer")
                        .withImage("example.com/never-pulled:1")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private static void letReviewTokens(KubernetesClient client, String namespace) {
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "system:auth-delegator")
                        .addNewSubject(null, "ServiceAccount", ACCOUNT, namespace)
                        .build())
                .create();
    }

    private Map<String, String> settings(KubernetesClient client, String namespace) throws IOException {
        Files.writeString(folder.resolve("token"), made(client, namespace, new TokenRequestSpecBuilder()));
        Files.write(folder.resolve("ca.crt"), authority(client.getConfiguration()));
        return Map.of(
                "DATACOOK_AUTH",
                "kubernetes",
                "DATACOOK_AUTH_CACHE_TIME",
                "0s",
                "DATACOOK_AUTH_KUBERNETES_URL",
                client.getConfiguration().getMasterUrl(),
                "DATACOOK_AUTH_KUBERNETES_FOLDER",
                folder.toString());
    }

    private static byte[] authority(Config server) throws IOException {
        String inline = server.getCaCertData();
        return inline == null
                ? Files.readAllBytes(Path.of(server.getCaCertFile()))
                : Base64.getDecoder().decode(inline);
    }

    /// A token for the state service.
    ///
    /// @param pod whose it is, or `null` for nobody's
    private static String token(KubernetesClient client, String namespace, @Nullable Pod pod) {
        TokenRequestSpecBuilder spec = new TokenRequestSpecBuilder().withAudiences("datacook-state");
        if (pod != null) {
            spec.withBoundObjectRef(new BoundObjectReferenceBuilder()
                    .withApiVersion("v1")
                    .withKind("Pod")
                    .withName(POD)
                    .withUid(pod.getMetadata().getUid())
                    .build());
        }
        return made(client, namespace, spec);
    }

    private static String made(KubernetesClient client, String namespace, TokenRequestSpecBuilder spec) {
        TokenRequest request = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(ACCOUNT)
                .tokenRequest(new TokenRequestBuilder().withSpec(spec.build()).build());
        return Objects.requireNonNull(request.getStatus()).getToken();
    }
}
