/// Guards over the whole source tree: who may use whom, and how a file may look. Each guard is also shown a planted
/// violation, so that it cannot pass by looking at nothing.
@NullMarked
package io.datacook.guards;

import org.jspecify.annotations.NullMarked;
