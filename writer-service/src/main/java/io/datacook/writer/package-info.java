/// The writer pod: nothing but its name; what it does is [io.datacook.pod.Pod]'s.
@NullMarked
package io.datacook.writer;

import org.jspecify.annotations.NullMarked;
