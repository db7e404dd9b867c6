/// Violations that the architecture test must catch.
@NullMarked
package io.datacook.guards.planted;

import org.jspecify.annotations.NullMarked;
