/// The recipe language: reads files, resolves `extends`, macros, templates and connections, and gives a typed [Recipe]
/// or all problems at once, each with its place.
///
/// Data goes one way: [RecipeFiles] → documents → layers → one tree → [Recipe] → [RecipeCheck] against the [Catalog].
/// [Language] names every common key once; reading, checking, the JSON Schema and the reference page all use it.
/// Absent on purpose: opening systems, running, Kubernetes, secrets in clear (they stay references until [Options]
/// binds
/// them for an opener).
@NullMarked
package io.datacook.engine.recipe;

import org.jspecify.annotations.NullMarked;
