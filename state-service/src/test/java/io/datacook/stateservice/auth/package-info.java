/// Whose pod it is.
@NullMarked
package io.datacook.stateservice.auth;

import org.jspecify.annotations.NullMarked;
