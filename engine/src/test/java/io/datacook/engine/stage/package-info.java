@NullMarked
package io.datacook.engine.stage;

import org.jspecify.annotations.NullMarked;
