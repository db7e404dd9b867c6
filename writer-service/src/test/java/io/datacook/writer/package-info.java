/// Pods as processes of their own.
@NullMarked
package io.datacook.writer;

import org.jspecify.annotations.NullMarked;
