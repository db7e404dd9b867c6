/// The transform pod: nothing but its name; what it does is [io.datacook.pod.Pod]'s.
@NullMarked
package io.datacook.transform;

import org.jspecify.annotations.NullMarked;
