/// Tests: decide.
@NullMarked
package io.datacook.operator.decide;

import org.jspecify.annotations.NullMarked;
