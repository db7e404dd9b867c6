/// Tests of what a run leaves on disk.
@NullMarked
package io.datacook.engine.session;

import org.jspecify.annotations.NullMarked;
