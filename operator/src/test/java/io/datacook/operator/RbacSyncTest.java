package io.datacook.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The operator's permissions stand here, once; the checked-in YAML is made from them.
///
/// `ProductionIdentityTest` shows that they are enough. No Secret is among them: pods mount Secrets, the operator never
/// reads one.
class RbacSyncTest {
    private static final Path FILE =
            Path.of(System.getProperty("datacook.root", "..")).resolve("deploy/base/operator/rbac.yaml");
    private static final String NAMESPACE = "datacook-system";
    private static final String NAME = "datacook-operator";

    /// One rule of a role.
    private record Permission(String group, List<String> resources, List<String> verbs) {}

    /// In every namespace that is watched.
    private static final List<Permission> WATCHED = List.of(
            // Patch: the finalizer of recipes whose checkpoints go with them.
            new Permission("datacook.dev", List.of("recipes"), List.of("get", "list", "watch", "patch")),
            new Permission(
                    "datacook.dev",
                    List.of("reciperuns"),
                    List.of("get", "list", "watch", "create", "patch", "delete")),
            new Permission("datacook.dev", List.of("connections"), List.of("get", "list", "watch")),
            new Permission(
                    "datacook.dev",
                    List.of("recipes/status", "reciperuns/status", "connections/status"),
                    List.of("patch")),
            // Delete: Jobs of a namespace that ends, which they would hold up; get it, to know that it does.
            new Permission("batch", List.of("jobs"), List.of("get", "list", "watch", "create", "patch", "delete")),
            new Permission("", List.of("namespaces"), List.of("get")),
            new Permission("apps", List.of("statefulsets"), List.of("get", "list", "watch", "create", "patch")),
            // Delete, and a last status: pods of lost nodes.
            new Permission("", List.of("pods"), List.of("get", "list", "watch", "delete")),
            new Permission("", List.of("pods/status"), List.of("patch")),
            new Permission("", List.of("configmaps"), List.of("get", "create")),
            new Permission("", List.of("events"), List.of("get", "create", "patch")),
            new Permission("networking.k8s.io", List.of("networkpolicies"), List.of("create", "patch")),
            new Permission("policy", List.of("poddisruptionbudgets"), List.of("create", "patch")));

    /// In the operator's own namespace.
    private static final List<Permission> OWN = List.of(
            new Permission("coordination.k8s.io", List.of("leases"), List.of("get", "create", "update", "patch")));

    @Test
    void theCheckedInRolesAreThese() throws IOException {
        String text = yaml();
        if (Boolean.getBoolean("datacook.update")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, text);
        }
        assertThat(Files.readString(FILE))
                .as("-Ddatacook.update=true writes it anew")
                .isEqualTo(text);
    }

    @Test
    void nothingIsAllowedThatIsNotNamed() {
        List<Permission> all = new ArrayList<>(WATCHED);
        all.addAll(OWN);
        assertThat(all).allSatisfy(permission -> {
            assertThat(permission.group()).isNotEqualTo("*");
            assertThat(permission.resources()).doesNotContain("*", "secrets", "pods/exec", "pods/log", "roles");
            assertThat(permission.verbs()).doesNotContain("*", "escalate", "bind", "impersonate", "deletecollection");
        });
    }

    private static String yaml() {
        StringBuilder text = new StringBuilder("""
                # Made from the table in RbacSyncTest, which keeps it fresh. To watch some namespaces only, bind the
                # ClusterRole datacook-operator there by RoleBindings instead of the ClusterRoleBinding.
                """);
        text.append(Serialization.asYaml(head("v1", "ServiceAccount", NAME, NAMESPACE)));
        text.append(Serialization.asYaml(role("ClusterRole", null, WATCHED)));
        text.append(Serialization.asYaml(binding("ClusterRoleBinding", null, "ClusterRole")));
        text.append(Serialization.asYaml(role("Role", NAMESPACE, OWN)));
        text.append(Serialization.asYaml(binding("RoleBinding", NAMESPACE, "Role")));
        return text.toString();
    }

    private static ObjectNode head(String version, String kind, String name, @Nullable String namespace) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", version).put("kind", kind);
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        if (namespace != null) {
            metadata.put("namespace", namespace);
        }
        metadata.putObject("labels")
                .put("app.kubernetes.io/name", "datacook")
                .put("app.kubernetes.io/component", "operator");
        return object;
    }

    private static ObjectNode role(String kind, @Nullable String namespace, List<Permission> permissions) {
        ObjectNode role = head("rbac.authorization.k8s.io/v1", kind, NAME, namespace);
        ArrayNode rules = role.putArray("rules");
        for (Permission permission : permissions) {
            ObjectNode rule = rules.addObject();
            rule.putArray("apiGroups").add(permission.group());
            permission.resources().forEach(rule.withArray("resources")::add);
            permission.verbs().forEach(rule.withArray("verbs")::add);
        }
        return role;
    }

    private static ObjectNode binding(String kind, @Nullable String namespace, String roleKind) {
        ObjectNode binding = head("rbac.authorization.k8s.io/v1", kind, NAME, namespace);
        binding.putObject("roleRef")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", roleKind)
                .put("name", NAME);
        binding.putArray("subjects")
                .addObject()
                .put("kind", "ServiceAccount")
                .put("name", NAME)
                .put("namespace", NAMESPACE);
        return binding;
    }
}
