/// Links between two halves of the engine in one process.
@NullMarked
package io.datacook.engine.link;

import org.jspecify.annotations.NullMarked;
