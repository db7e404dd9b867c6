package io.datacook.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The real command line, where what people see matters.
final class Kubectl {
    private Kubectl() {}

    /// Puts what `kubectl get datacook` shows into the log beside the report.
    static void showDatacook(String namespace) {
        Screens.add("kubectl -n %s get datacook".formatted(namespace), run("-n", namespace, "get", "datacook"));
    }

    /// Standard output and standard error of a `kubectl` command; its exit code is not looked at.
    static String run(String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(
                System.getenv().getOrDefault("DATACOOK_E2E_KUBECTL", "kubectl"),
                "--kubeconfig=" + Cluster.kubeconfig(),
                // Another version of the CRDs may be in the user's own cache.
                "--cache-dir=" + Install.ROOT.resolve("deploy/target/kubectl-cache")));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
