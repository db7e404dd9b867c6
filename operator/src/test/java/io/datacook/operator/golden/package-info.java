/// Tests: golden.
@NullMarked
package io.datacook.operator.golden;

import org.jspecify.annotations.NullMarked;
