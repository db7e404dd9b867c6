/// Tests: schedule.
@NullMarked
package io.datacook.operator.schedule;

import org.jspecify.annotations.NullMarked;
