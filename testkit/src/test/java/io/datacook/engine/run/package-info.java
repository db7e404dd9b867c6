@NullMarked
package io.datacook.engine.run;

import org.jspecify.annotations.NullMarked;
