/// Tests of the recipe language. Most cases are files: see `src/test/resources/recipes` and
/// `src/test/resources/broken`.
@NullMarked
package io.datacook.engine.recipe;

import org.jspecify.annotations.NullMarked;
