package io.datacook.operator.desired;

import io.datacook.crds.RecipeRunStatus.ChosenRuntime;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the operator's administrator decides for all runs.
///
/// @param images of the stages
/// @param pullPolicy of their containers
/// @param stateUrl where pods find the state service
/// @param tokenAudience of the token pods show there
/// @param networkPolicies whether each run has a NetworkPolicy
/// @param metricsNamespace a namespace whose pods may read the metrics of stage pods, or `null`
/// @param urlParents whether recipes may extend URLs, which the operator then fetches
/// @param nativeImages whether each image is also there as a native executable
public record Settings(
        Map<Stage, String> images,
        String pullPolicy,
        String stateUrl,
        String tokenAudience,
        NetworkPolicies networkPolicies,
        @Nullable String metricsNamespace,
        UrlParents urlParents,
        NativeImages nativeImages) {
    private static final String NATIVE = "-native";

    public Settings {
        images = Map.copyOf(images);
    }

    /// The image of a stage. A native one has the tag of the JVM's, and says so at its end.
    public String image(Stage stage, ChosenRuntime runtime) {
        String image = Objects.requireNonNull(images.get(stage), stage.word());
        return switch (runtime) {
            case JVM -> image;
            case NATIVE -> image + NATIVE;
        };
    }

    /// Whether each image is also there as a native executable.
    public enum NativeImages {
        /// It is.
        PRESENT,
        /// It is not: recipes that leave it open get the JVM.
        ABSENT
    }

    /// Whether each run has a NetworkPolicy.
    public enum NetworkPolicies {
        /// It has.
        ON,
        /// It has not: a mesh or somebody else decides.
        OFF
    }

    /// Whether recipes may extend URLs.
    public enum UrlParents {
        /// They may; the pin guards what comes, the administrator where the operator may connect to.
        ALLOWED,
        /// They may not.
        REFUSED
    }
}
