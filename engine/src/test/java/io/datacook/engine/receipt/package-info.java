@NullMarked
package io.datacook.engine.receipt;

import org.jspecify.annotations.NullMarked;
