@NullMarked
package io.datacook.engine.plan;

import org.jspecify.annotations.NullMarked;
