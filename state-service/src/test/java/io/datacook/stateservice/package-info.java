@NullMarked
package io.datacook.stateservice;

import org.jspecify.annotations.NullMarked;
