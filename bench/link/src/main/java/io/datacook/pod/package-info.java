/// The link's benchmark, in the package of what it measures.
@NullMarked
package io.datacook.pod;

import org.jspecify.annotations.NullMarked;
