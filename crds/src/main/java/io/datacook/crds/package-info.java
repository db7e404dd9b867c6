/// What users write and read in a cluster: [Recipe], [RecipeRun] and [Connection], group `datacook.dev/v1alpha1`.
///
/// Records hold what a cluster adds to a recipe; the recipe's own keys stay a tree, so that the resolver of the command
/// line reads them. Defaults stand in [Field] once: the schema gives them to the API server, [Defaults] to records.
/// Absent on purpose: any client, any decision; those are the operator's.
@NullMarked
package io.datacook.crds;

import org.jspecify.annotations.NullMarked;
