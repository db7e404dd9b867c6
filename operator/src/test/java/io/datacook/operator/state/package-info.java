/// Tests: state.
@NullMarked
package io.datacook.operator.state;

import org.jspecify.annotations.NullMarked;
