/// The process: settings, beans, health. Quarkus stays here.
@NullMarked
package io.datacook.operator.app;

import org.jspecify.annotations.NullMarked;
