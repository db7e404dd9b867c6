/// Tests: api.
@NullMarked
package io.datacook.operator.api;

import org.jspecify.annotations.NullMarked;
