package io.datacook.operator.resolve;

import io.datacook.operator.desired.Frozen.SecretFile;
import io.datacook.operator.desired.Stage;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What came of resolving a recipe: it, or everything that is wrong.
public sealed interface Resolved {
    /// Names of the recipes it extends, also those that are missing.
    Set<String> parents();

    /// Names of the connections it uses, also those that are missing.
    Set<String> connections();

    /// A recipe that can run.
    ///
    /// @param digest the same as on the command line
    /// @param recipeYaml written out
    /// @param connectionsYaml secrets as paths of mounted files
    /// @param secrets files each stage needs
    record Runnable(
            String digest,
            String recipeYaml,
            String connectionsYaml,
            Map<Stage, List<SecretFile>> secrets,
            Set<String> parents,
            Set<String> connections)
            implements Resolved {}

    /// A recipe that cannot.
    ///
    /// @param reason the first problem's, one word
    /// @param message all problems, for people
    record Broken(Reason reason, String message, Set<String> parents, Set<String> connections) implements Resolved {}

    /// A recipe that only others extend.
    record Abstract(Set<String> parents, Set<String> connections) implements Resolved {}

    /// What is wrong with a recipe.
    enum Reason {
        /// It breaks a rule of the language.
        INVALID("InvalidRecipe"),
        /// A connection does not exist.
        CONNECTION_NOT_FOUND("ConnectionNotFound"),
        /// A recipe it extends does not exist.
        PARENT_NOT_FOUND("ParentNotFound"),
        /// A secret stands in it in clear.
        SECRET_IN_CLEAR("SecretInClear"),
        /// It extends a URL, and the operator does not fetch any.
        URL_REFUSED("UrlRefused");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /// As conditions spell it.
        public String word() {
            return word;
        }

        /// Whether another object's appearance can mend it.
        public boolean waitsForOthers() {
            return this == CONNECTION_NOT_FOUND || this == PARENT_NOT_FOUND;
        }
    }
}
